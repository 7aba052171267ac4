import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redisStore, type RedisStore } from '../src/index.js'
import { ioredis, nodeRedis, type TestClient } from './support/clients.js'
import { command, startServer, type TestServer } from './support/server.js'

const HOUR_MS = 3_600_000
const TIMEOUT_MS = 200
const later = () => ({ expiresAtMs: Date.now() + HOUR_MS })

describe.each<[string, (port: number) => Promise<TestClient>]>([
  ['ioredis', ioredis],
  ['redis', nodeRedis],
])('a server that stands still, through %s', (_name, connect) => {
  let server: TestServer
  let connected: TestClient
  let store: RedisStore
  beforeAll(async () => {
    server = await startServer()
    connected = await connect(server.port)
    store = redisStore({ client: connected.client, timeoutMs: TIMEOUT_MS })
    await store.records.putIfAbsent('flow:taken', 'once', later())
    await store.records.putIfAbsent('family:swapped', 'one', later())
  })
  afterAll(async () => {
    server.thaw()
    await connected.close()
    await server.dispose()
  })

  it('is "unavailable" in time; what was asked meanwhile happens later at most once [F-92]', async () => {
    const version = (await store.records.get('family:swapped'))?.version ?? ''
    server.freeze()
    const startedAt = performance.now()
    const asked = await Promise.allSettled([
      ...Array.from({ length: 8 }, () => store.records.take('flow:taken')),
      ...Array.from({ length: 8 }, () => store.records.compareAndSwap('family:swapped', version, 'two', later())),
      ...Array.from({ length: 8 }, () => store.records.putIfAbsent('code-used:a', 'mark', later())),
      store.records.get('flow:taken'),
      store.revocations.append({ kind: 'gid', id: 'a', revokedAtMs: 1, ...later() }),
      store.revocations.seq(),
      store.buckets.debit([{ key: 'user:a', burst: 2, intervalMs: HOUR_MS, cost: 1 }]),
    ])
    expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS + 800)
    for (const answer of asked)
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'ERR_STORE', reason: 'unavailable' } })

    server.thaw()
    await until(() => store.ping())
    // The commands had been sent: they run now, each once, and nobody is told that they succeeded.
    await setTimeout(50)
    expect(await store.records.take('flow:taken')).toBeUndefined()
    expect((await store.records.get('family:swapped'))?.value).toBe('two')
    expect(await store.records.compareAndSwap('family:swapped', version, 'three', later())).toBe(false)
    expect((await store.records.putIfAbsent('code-used:a', 'again', later())).inserted).toBe(false)
    expect((await store.revocations.since(0)).tombstones).toHaveLength(1)
    const left = await store.buckets.debit([{ key: 'user:a', burst: 2, intervalMs: HOUR_MS, cost: 0, peek: true }])
    expect(left.buckets[0]?.remaining).toBe(1)
  })

  it('is refused from the ping on that finds it evicting keys, and accepted again after [F-92]', async () => {
    await store.ping()
    await command(server.port, 'CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    await expect(store.ping()).rejects.toMatchObject({ code: 'ERR_CONFIG', option: 'redisStore: client' })
    await command(server.port, 'CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    await store.ping()
  })
})

async function until(step: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      await step()
      return
    } catch {
      await setTimeout(20)
    }
  }
  throw new Error('it does not come back')
}
