import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../src/host/testing/index.js'
import { memoryStore } from '../../src/store/index.js'

const HOUR_MS = 3_600_000

describe('what strangers create in memory', () => {
  it.each([
    ['client', 10_000],
    ['flow', 10_000],
    ['held', 1_000],
  ])('ends for %s at %d records, and leaves grants and marks alone [AS-102]', async (kind, share) => {
    const runtime = fakeRuntime()
    const { records } = memoryStore({}, runtime)
    const options = { expiresAtMs: runtime.nowMs() + HOUR_MS }
    await records.putIfAbsent('code-used:mark', 'x', options)
    for (let i = 0; i < share; i++) await records.putIfAbsent(`${kind}:${i}`, 'x', options)
    await expect(records.putIfAbsent(`${kind}:more`, 'x', options)).rejects.toMatchObject({ reason: 'capacity' })
    expect(await records.get('code-used:mark')).toBeDefined()
    expect((await records.putIfAbsent('grant:a', 'x', options)).inserted).toBe(true)
  })

  it('costs a flood of addresses one shared bucket, and known addresses nothing [F-40]', async () => {
    const runtime = fakeRuntime()
    const { buckets } = memoryStore({ capacity: { address: 100 } }, runtime)
    const fail = async (address: string) =>
      (await buckets.debit([{ key: `address:${address}`, burst: 5, intervalMs: HOUR_MS, cost: 1 }])).allowed
    for (let i = 0; i < 100; i++) await fail(`known ${i}`)
    const flood = []
    for (let i = 0; i < 1_000; i++) flood.push(await fail(`stranger ${i}`))
    expect(flood.filter(Boolean)).toHaveLength(5)
    expect(await fail('known 42')).toBe(true)
    runtime.advance(6 * HOUR_MS)
    const later = []
    for (let i = 0; i < 100; i++) later.push(await fail(`newcomer ${i}`))
    expect(later.every(Boolean)).toBe(true)
  })
})

it('answers buckets and revocation without a promise', () => {
  const { buckets, revocations } = memoryStore()
  expect(buckets.debit([{ key: 'user:a', burst: 1, intervalMs: 1, cost: 1 }])).toMatchObject({ allowed: true })
  expect(revocations.seq()).toBe(0)
  expect(revocations.since(0)).toEqual({ seq: 0, tombstones: [] })
  expect(revocations.find([{ kind: 'jti', id: 'a' }])).toEqual([])
})

it('keeps the newest events and forgets the oldest', async () => {
  const { events } = memoryStore({ maxEvents: 3 })
  for (let i = 0; i < 10; i++) await events?.append({ atMs: i, kind: 'k', value: String(i) })
  const page = await events?.query({ fromMs: 0, toMs: 99, limit: 10 })
  expect(page?.events.map(({ value }) => value)).toEqual(['7', '8', '9'])
})

it('cannot be changed through what it has returned', async () => {
  const { records } = memoryStore()
  await records.putIfAbsent('grant:a', 'one', { expiresAtMs: Date.now() + HOUR_MS })
  Object.assign((await records.get('grant:a')) ?? {}, { value: 'two', expiresAtMs: Infinity })
  expect((await records.get('grant:a'))?.value).toBe('one')
})

it.each([
  { capacity: { flow: 0 } },
  { capacity: { flow: 'many' } },
  { maxTombstones: -1 },
  { maxEvents: 0.5 },
  { size: 1 },
])('refuses to start with %j', (options) => {
  expect(() => memoryStore(options as never)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
})
