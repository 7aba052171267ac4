import { storeContract } from '@sallyport/core/testing'
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redisStore } from '../src/index.js'
import { ioredis, ioredisCluster, nodeRedis, nodeRedisCluster, type TestClient } from './support/clients.js'
import { startCluster, type TestCluster } from './support/cluster.js'
import { startServer, type TestServer } from './support/server.js'

let server: TestServer
let cluster: TestCluster
beforeAll(async () => {
  ;[server, cluster] = await Promise.all([startServer({ appendonly: 'yes', appendfsync: 'always' }), startCluster()])
})
afterAll(async () => {
  await Promise.all([server.dispose(), cluster.dispose()])
})

const CLIENTS: Readonly<Record<string, () => Promise<TestClient>>> = {
  'one server, ioredis': () => ioredis(server.port),
  'one server, redis': () => nodeRedis(server.port),
  'a Cluster, ioredis': () => ioredisCluster(cluster.ports),
  'a Cluster, redis': () => nodeRedisCluster(cluster.ports),
}

// Time is the server's: checks wait, all of them at once.
describe.concurrent.each(Object.entries(CLIENTS))('redis store on %s', (_name, connect) => {
  const clients: TestClient[] = []
  beforeAll(async () => {
    clients.push(await connect(), await connect())
  })
  afterAll(async () => {
    for (const { close } of clients) await close()
  })

  const checks = storeContract(async (options) => {
    const prefix = `${randomUUID()}:`
    let opened = 0
    const open = async () => {
      const client = clients[opened++ % 2]?.client
      if (client === undefined) throw new Error('not connected')
      // Every write reaches the disk, and all checks run at once: how soon is not what they ask.
      const store = redisStore({ client, prefix, timeoutMs: 10_000, ...options })
      await store.ping()
      return store
    }
    const store = await open()
    return { store, open, nowMs: () => Date.now(), advance: (ms) => setTimeout(ms), dispose: () => store.close() }
  })
  it('is held to every promise of the contract [F-92]', () => {
    expect(checks.length).toBeGreaterThanOrEqual(60)
  })
  for (const check of checks) it(check.title, check.run)
})
