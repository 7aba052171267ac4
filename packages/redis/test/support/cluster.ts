import { setTimeout } from 'node:timers/promises'
import { command, startServer, type TestServer } from './server.js'

const SLOTS = 16_384

export interface TestCluster {
  readonly ports: readonly number[]
  readonly servers: readonly TestServer[]
  dispose(): Promise<void>
}

/** Three masters, each with a third of the slots. */
export async function startCluster(): Promise<TestCluster> {
  const settings = { 'cluster-enabled': 'yes', 'cluster-node-timeout': '2000' }
  const servers = await Promise.all([0, 1, 2].map(() => startServer(settings)))
  const ports = servers.map(({ port }) => port)
  await Promise.all(
    ports.map(async (port, i) => {
      const ends = [i, i + 1].map((third) => Math.floor((third * SLOTS) / 3))
      await command(port, 'CLUSTER', 'ADDSLOTSRANGE', String(ends[0]), String(Number(ends[1]) - 1))
      await command(port, 'CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1))
    }),
  )
  for (const port of ports) await command(Number(ports[0]), 'CLUSTER', 'MEET', '127.0.0.1', String(port))
  await Promise.all(ports.map(isWhole))
  return {
    ports,
    servers,
    async dispose() {
      await Promise.all(servers.map((server) => server.dispose()))
    },
  }
}

async function isWhole(port: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const info = String(await command(port, 'CLUSTER', 'INFO'))
    if (info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3')) return
    await setTimeout(20)
  }
  throw new Error(`the cluster of port ${String(port)} does not come together`)
}
