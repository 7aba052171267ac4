import { setTimeout } from 'node:timers/promises'
import { command, startServer, type TestServer } from './server.js'

const SLOTS = 16_384
const MASTERS = 3

export interface TestCluster {
  readonly ports: readonly number[]
  readonly servers: readonly TestServer[]
  dispose(): Promise<void>
}

export interface ClusterSettings {
  /** One for each master. */
  readonly replicas: boolean
  readonly nodeTimeoutMs: number
}

/** Three masters, each with a third of the slots, and the replica of each after them. */
export async function startCluster(
  { replicas, nodeTimeoutMs }: ClusterSettings = { replicas: false, nodeTimeoutMs: 2_000 },
): Promise<TestCluster> {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-node-timeout': String(nodeTimeoutMs),
    'repl-diskless-sync-delay': '0',
  }
  const count = replicas ? 2 * MASTERS : MASTERS
  const servers = await Promise.all(Array.from({ length: count }, () => startServer(settings)))
  const all = servers.map(({ port }) => port)
  const ports = all.slice(0, MASTERS)
  await Promise.all(
    ports.map(async (port, i) => {
      const ends = [i, i + 1].map((third) => Math.floor((third * SLOTS) / 3))
      await command(port, 'CLUSTER', 'ADDSLOTSRANGE', String(ends[0]), String(Number(ends[1]) - 1))
      await command(port, 'CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1))
    }),
  )
  for (const port of all) await command(Number(all[0]), 'CLUSTER', 'MEET', '127.0.0.1', String(port))
  await Promise.all(all.map((port) => isWhole(port, count)))
  for (const [i, port] of all.slice(MASTERS).entries()) {
    await command(port, 'CLUSTER', 'REPLICATE', String(await command(Number(ports[i]), 'CLUSTER', 'MYID')))
    await follows(port)
  }
  return {
    ports,
    servers,
    async dispose() {
      await Promise.all(servers.map((server) => server.dispose()))
    },
  }
}

async function follows(port: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (String(await command(port, 'INFO', 'replication')).includes('master_link_status:up')) return
    await setTimeout(20)
  }
  throw new Error(`the replica of port ${String(port)} does not follow`)
}

async function isWhole(port: number, count: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const info = String(await command(port, 'CLUSTER', 'INFO'))
    if (info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${String(count)}`)) return
    await setTimeout(20)
  }
  throw new Error(`the cluster of port ${String(port)} does not come together`)
}
