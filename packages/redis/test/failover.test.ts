import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { redisStore, type RedisStore } from '../src/index.js'
import { ioredisCluster, nodeRedisCluster, type TestClient } from './support/clients.js'
import { startCluster } from './support/cluster.js'
import { command } from './support/server.js'

const HOUR_MS = 3_600_000
const later = () => ({ expiresAtMs: Date.now() + HOUR_MS })

/** Names that lie all over the slots. */
const names = (prefix: string): string[] => Array.from({ length: 60 }, (_, i) => `${prefix}${String(i * 7919)}`)

async function serves(store: RedisStore): Promise<boolean> {
  try {
    for (const name of names('probe')) await store.records.get(`grant:${name}`)
    await store.revocations.seq()
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_STORE' })
    return false
  }
}

describe.each<[string, (ports: readonly number[]) => Promise<TestClient>]>([
  ['ioredis', ioredisCluster],
  ['redis', nodeRedisCluster],
])('a Cluster whose master dies, through %s', (_name, connect) => {
  it(
    'goes on with its replica: what that had received is there, and meanwhile nothing passes for "not found" [F-92]',
    { timeout: 60_000 },
    async () => {
      const cluster = await startCluster({ replicas: true, nodeTimeoutMs: 800 })
      onTestFinished(() => cluster.dispose())
      const { client, close } = await connect(cluster.ports)
      onTestFinished(close)
      const store = redisStore({ client, timeoutMs: 800 })

      for (const name of names('mark')) await store.records.putIfAbsent(`code-used:${name}`, 'used', later())
      const revoked = names('gone').map((id) => ({ kind: 'gid', id }) as const)
      for (const target of revoked)
        await store.revocations.append({ ...target, revokedAtMs: Date.now(), expiresAtMs: Date.now() + HOUR_MS })
      // Replication is asynchronous; WAIT on each master says when its replica has all of it.
      for (const port of cluster.ports) await command(port, 'WAIT', '1', '2000')
      const seq = await store.revocations.seq()

      const holder = Number(await command(Number(cluster.ports[0]), 'CLUSTER', 'KEYSLOT', '{log}'))
      await cluster.servers[Math.floor((holder * 3) / 16_384)]?.kill()
      const killedAt = performance.now()
      while (!(await serves(store))) {
        if (performance.now() - killedAt > 30_000) throw new Error('nobody takes over')
        await setTimeout(50)
      }

      for (const name of names('mark')) {
        const again = await store.records.putIfAbsent(`code-used:${name}`, 'again', later())
        expect(again).toMatchObject({ inserted: false, existing: { value: 'used' } })
      }
      expect(await store.revocations.find(revoked)).toHaveLength(revoked.length)
      expect(await store.revocations.seq()).toBe(seq)
      const next = await store.revocations.append({ kind: 'gid', id: 'new', revokedAtMs: 1, ...later() })
      expect(next).toBeGreaterThan(seq)
    },
  )
})
