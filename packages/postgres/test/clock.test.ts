import { afterEach, expect, it, vi } from 'vitest'
import { postgresStore } from '../src/index.js'
import { freshSchema, pgClient } from './support/clients.js'

const HOUR_MS = 3_600_000

afterEach(() => {
  vi.useRealTimers()
})

/** Sets the clock of this process, and of nothing else; timers go on. */
function skew(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
}

it.each([-HOUR_MS, -20_000, 20_000, HOUR_MS])(
  'judges expiry, buckets and tombstones by its own clock when that of the process is %i ms off [F-92] [F-40]',
  async (off) => {
    const { client, query, end } = pgClient()
    const schema = freshSchema()
    const store = postgresStore({ client, schema })
    const [row] = await query('SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms')
    const nowMs = Number(row?.['now_ms'])
    skew(off)
    await store.records.putIfAbsent('code:gone', 'x', { expiresAtMs: nowMs - 1 })
    await store.records.putIfAbsent('code:live', 'x', { expiresAtMs: nowMs + 60_000 })
    expect([await store.records.get('code:gone'), (await store.records.get('code:live'))?.value]).toEqual([
      undefined,
      'x',
    ])
    expect(Math.abs(((await store.records.get('code:live'))?.readAtMs ?? 0) - nowMs)).toBeLessThan(10_000)
    await store.revocations.append({ kind: 'jti', id: 'gone', revokedAtMs: 1, expiresAtMs: nowMs - 1 })
    await store.revocations.append({ kind: 'jti', id: 'live', revokedAtMs: 1, expiresAtMs: nowMs + 60_000 })
    const found = await store.revocations.find(['gone', 'live'].map((id) => ({ kind: 'jti', id })))
    expect(found.map(({ id }) => id)).toEqual(['live'])

    const debit = { key: 'user:a', burst: 3, intervalMs: HOUR_MS, cost: 1 }
    await store.buckets.debit([{ ...debit, cost: 2 }])
    // Another process, whose clock is off the other way, finds the same bucket.
    skew(-2 * off)
    const other = postgresStore({ client, schema })
    expect((await other.buckets.debit([debit])).buckets[0]).toMatchObject({ remaining: 0, retryAfterMs: 0 })
    const refused = await other.buckets.debit([debit])
    expect(refused.allowed).toBe(false)
    expect(refused.buckets[0]?.retryAfterMs).toBeGreaterThan(HOUR_MS - 30_000)
    expect(refused.buckets[0]?.retryAfterMs).toBeLessThanOrEqual(HOUR_MS)
    await end()
  },
)

it('lets a record end when its instant has come at the server [F-92]', async () => {
  const { client, query, end } = pgClient()
  const store = postgresStore({ client, schema: freshSchema() })
  await store.ping()
  const [row] = await query('SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 + 2000 AS at_ms')
  const expiresAtMs = Number(row?.['at_ms'])
  await store.records.putIfAbsent('code:a', 'x', { expiresAtMs })
  expect((await store.records.get('code:a'))?.expiresAtMs).toBe(expiresAtMs)
  await query('SELECT pg_sleep_until(to_timestamp($1::float8 / 1000))', expiresAtMs)
  expect(await store.records.get('code:a')).toBeUndefined()
  expect(await store.records.take('code:a')).toBeUndefined()
  await end()
})
