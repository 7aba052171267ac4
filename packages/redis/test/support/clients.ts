import { Cluster, Redis } from 'ioredis'
import { createClient, createCluster } from 'redis'
import type { RedisClient } from '../../src/index.js'

export interface TestClient {
  readonly client: RedisClient
  close(): Promise<void>
}

/** Errors of a connection come with the command as well. */
const ignore = (): void => undefined

export async function ioredis(port: number): Promise<TestClient> {
  const client = new Redis({ port, host: '127.0.0.1' })
  client.on('error', ignore)
  return { client, close: async () => client.disconnect() }
}

export async function nodeRedis(port: number): Promise<TestClient> {
  const client = createClient({ url: `redis://127.0.0.1:${String(port)}` })
  client.on('error', ignore)
  await client.connect()
  return { client, close: async () => client.destroy() }
}

export async function ioredisCluster(ports: readonly number[]): Promise<TestClient> {
  const client = new Cluster(ports.map((port) => ({ port, host: '127.0.0.1' })))
  client.on('error', ignore)
  return { client, close: async () => client.disconnect() }
}

export async function nodeRedisCluster(ports: readonly number[]): Promise<TestClient> {
  const rootNodes = ports.map((port) => ({ url: `redis://127.0.0.1:${String(port)}` }))
  const client = createCluster({ rootNodes })
  client.on('error', ignore)
  await client.connect()
  return { client, close: async () => client.destroy() }
}
