import { debitAll, type BucketDebit } from '@sallyport/core/store'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { redisStore, type RedisStore } from '../src/index.js'
import { ioredis, type TestClient } from './support/clients.js'
import { command, startServer, type TestServer } from './support/server.js'

let server: TestServer
let connected: TestClient
let store: RedisStore
beforeAll(async () => {
  server = await startServer()
  connected = await ioredis(server.port)
  store = redisStore({ client: connected.client })
})
afterAll(async () => {
  await connected.close()
  await server.dispose()
})
afterEach(() => void vi.useRealTimers())

const skew = (ms: number): void => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
const HOUR_MS = 3_600_000

it.each([-20_000, 20_000])('gives a process whose clock is %i ms off not one token more [F-40] [F-92]', async (ms) => {
  const debit = { key: `user:${String(ms)}`, burst: 5, intervalMs: 10_000, cost: 1 }
  for (let i = 0; i < 5; i++) expect(await store.buckets.debit([debit])).toMatchObject({ allowed: true })
  skew(ms)
  const refused = await store.buckets.debit([debit])
  expect(refused.allowed).toBe(false)
  expect(refused.buckets[0]?.retryAfterMs).toBeGreaterThan(8_000)
  expect(refused.buckets[0]?.retryAfterMs).toBeLessThanOrEqual(10_000)
})

it.each([-20_000, 20_000])(
  'judges expiry by the server when the clock of a process is %i ms off [F-92]',
  async (ms) => {
    const id = String(ms)
    const nowMs = Date.now()
    await store.records.putIfAbsent(`code:live${id}`, 'x', { expiresAtMs: nowMs + 5_000 })
    const target = { kind: 'jti', id } as const
    await store.revocations.append({ ...target, revokedAtMs: nowMs, expiresAtMs: nowMs + 5_000 })
    skew(ms)
    await store.records.putIfAbsent(`code:dead${id}`, 'x', { expiresAtMs: nowMs - 1 })
    const live = await store.records.get(`code:live${id}`)
    expect(Math.abs((live?.readAtMs ?? 0) - nowMs)).toBeLessThan(4_000)
    expect(await store.records.get(`code:dead${id}`)).toBeUndefined()
    expect(await store.revocations.find([target])).toHaveLength(1)
  },
)

it('judges buckets as the other stores do [F-40]', async () => {
  const full = new Map<string, number>()
  const shelf = {
    slotOf: (key: string) => key,
    read: (slot: string) => full.get(slot),
    write: (slot: string, fullAtMs: number) => void full.set(slot, fullAtMs),
  }
  const upTo = (max: number): number => Math.floor(Math.random() * (max + 1))
  for (let step = 0; step < 300; step++) {
    // So slow that what passes between the two does not matter.
    const call = Array.from({ length: 1 + upTo(3) }, (): BucketDebit => {
      const key = `user:m${String(upTo(5))}`
      return { key, burst: 12, intervalMs: HOUR_MS, cost: upTo(13), peek: upTo(4) === 0 }
    })
    const expected = debitAll(call, shelf, Date.now())
    const { allowed, buckets } = await store.buckets.debit(call)
    expect(allowed).toBe(expected.allowed)
    expect(buckets.map(({ key }) => key)).toEqual(call.map(({ key }) => key))
    buckets.forEach(({ retryAfterMs, resetMs }, i) => {
      const model = expected.buckets[i]
      if (retryAfterMs === Infinity) expect(model?.retryAfterMs).toBe(Infinity)
      else expect(Math.abs(retryAfterMs - (model?.retryAfterMs ?? 0))).toBeLessThan(60_000)
      expect(Math.abs(resetMs - (model?.resetMs ?? 0))).toBeLessThan(60_000)
    })
    if (step % 60 === 59) {
      full.clear()
      await command(server.port, 'FLUSHALL')
    }
  }
})

it('gives every key an expiry [F-92]', async () => {
  await command(server.port, 'FLUSHALL')
  const options = { expiresAtMs: Date.now() + HOUR_MS, indexes: ['user:a', 'kind:grant'] }
  await store.records.putIfAbsent('grant:a', 'x', options)
  await store.records.putIfAbsent('flow:b', 'x', options)
  const version = (await store.records.get('grant:a'))?.version ?? ''
  await store.records.compareAndSwap('grant:a', version, 'y', options)
  await store.records.take('flow:b')
  const page = await store.records.listByIndex('kind:grant', undefined, 1)
  await store.records.listByIndex('kind:grant', `${String(options.expiresAtMs)} gone`, 1)
  expect(page.keys).toEqual(['grant:a'])
  await store.buckets.debit([{ key: 'address:a', burst: 2, intervalMs: HOUR_MS, cost: 1 }])
  await store.revocations.append({ kind: 'jti', id: 'a', revokedAtMs: Date.now(), expiresAtMs: Date.now() + HOUR_MS })
  await store.events.append({ atMs: 1, kind: 'a', value: '{}' })
  const keys = (await command(server.port, 'KEYS', '*')) as string[]
  expect(keys.length).toBeGreaterThan(10)
  for (const key of keys) {
    expect(key).toMatch(/^sallyport:\{/)
    expect([key, Number(await command(server.port, 'PTTL', key)) > 0]).toEqual([key, true])
  }
})
