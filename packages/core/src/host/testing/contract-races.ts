import type { Store } from '../../store/index.js'
import { entry, kept, same, type ContractEntry, type StoreFixture } from './contract-check.js'

const RACERS = 64
const HOUR_MS = 3_600_000

/** Runs one action 64 times at once, through two handles to the data where there can be two. */
async function race<T>(fixture: StoreFixture, action: (store: Store, racer: number) => T | Promise<T>): Promise<T[]> {
  const other = (await fixture.open?.()) ?? fixture.store
  const racers = Array.from({ length: RACERS }, async (_, i) => action(i % 2 === 0 ? fixture.store : other, i))
  const results = await Promise.all(racers)
  if (other !== fixture.store) await other.close()
  return results
}

export const raceChecks: readonly ContractEntry[] = [
  entry('lets exactly one of 64 puts win and shows it to the others', async (fixture) => {
    const results = await race(fixture, ({ records }, i) =>
      records.putIfAbsent('code-used:a', `racer ${i}`, { expiresAtMs: fixture.nowMs() + HOUR_MS }),
    )
    const winner = kept(await fixture.store.records.get('code-used:a'))
    same(results.filter(({ inserted }) => inserted).length, 1, 'winners')
    for (const result of results) if (!result.inserted) same(kept(result.existing), winner, 'seen by a loser')
  }),
  entry('gives a record to exactly one of 64 takers', async (fixture) => {
    await fixture.store.records.putIfAbsent('flow:a', 'one', { expiresAtMs: fixture.nowMs() + HOUR_MS })
    const results = await race(fixture, ({ records }) => records.take('flow:a'))
    same(results.filter((record) => record !== undefined).length, 1, 'takers')
  }),
  entry('lets exactly one of 64 swaps of one version win', async (fixture) => {
    const options = { expiresAtMs: fixture.nowMs() + HOUR_MS }
    const put = await fixture.store.records.putIfAbsent('family:a', 'one', options)
    const version = put.inserted ? put.version : ''
    const results = await race(fixture, ({ records }, i) =>
      records.compareAndSwap('family:a', version, `racer ${i}`, options),
    )
    same(results.filter(Boolean).length, 1, 'winners')
    same((await fixture.store.records.get('family:a'))?.value, `racer ${results.indexOf(true)}`, 'value')
  }),
  entry('lets exactly one of 64 deletes remove', async (fixture) => {
    await fixture.store.records.putIfAbsent('client:a', 'one', { expiresAtMs: fixture.nowMs() + HOUR_MS })
    const results = await race(fixture, ({ records }) => records.delete('client:a'))
    same(results.filter(Boolean).length, 1, 'removers')
  }),
  entry('never gives one record to a taker and to a swap', async (fixture) => {
    const options = { expiresAtMs: fixture.nowMs() + HOUR_MS }
    const put = await fixture.store.records.putIfAbsent('held:a', 'one', options)
    const version = put.inserted ? put.version : ''
    const results = await race<unknown>(fixture, ({ records }, i) =>
      i % 3 === 0 ? records.take('held:a') : records.compareAndSwap('held:a', version, 'two', options),
    )
    const taken = results.filter((result) => typeof result === 'object')
    const swapped = results.filter((result) => result === true).length
    same(taken.length, 1, 'takers')
    same(JSON.stringify(taken).includes('two'), swapped === 1, 'a swap that won was taken')
    same(await fixture.store.records.get('held:a'), undefined, 'what is left')
  }),
  entry('debits exactly the burst in 64 debits at once', async (fixture) => {
    const bucket = { key: 'user:a', burst: 10, intervalMs: HOUR_MS, cost: 1 }
    const results = await race(fixture, ({ buckets }) => buckets.debit([bucket]))
    same(results.filter(({ allowed }) => allowed).length, 10, 'allowed')
  }),
  entry('gives 64 tombstones at once a number each', async (fixture) => {
    const revokedAtMs = fixture.nowMs()
    const expiresAtMs = revokedAtMs + HOUR_MS
    const seqs = await race(fixture, ({ revocations }, i) =>
      revocations.append({ kind: 'jti', id: `t${i}`, revokedAtMs, expiresAtMs }),
    )
    same(new Set(seqs).size, RACERS, 'numbers')
    same(await fixture.store.revocations.seq(), Math.max(...seqs), 'newest')
    same((await fixture.store.revocations.since(0)).tombstones?.length, RACERS, 'told')
  }),
  entry('lets exactly one of 64 puts win over a record that has expired', async (fixture) => {
    await fixture.store.records.putIfAbsent('form-used:a', 'old', { expiresAtMs: fixture.nowMs() + 100 })
    await fixture.advance(101)
    const results = await race(fixture, ({ records }, i) =>
      records.putIfAbsent('form-used:a', `racer ${i}`, { expiresAtMs: fixture.nowMs() + HOUR_MS }),
    )
    same(results.filter(({ inserted }) => inserted).length, 1, 'winners')
    for (const result of results)
      if (!result.inserted) same(result.existing.value.startsWith('racer'), true, 'seen by a loser')
  }),
  entry('lets exactly one of 64 deletes of one version remove', async (fixture) => {
    const put = await fixture.store.records.putIfAbsent('session:a', 'x', { expiresAtMs: fixture.nowMs() + HOUR_MS })
    const version = put.inserted ? put.version : ''
    const results = await race(fixture, ({ records }) => records.delete('session:a', version))
    same(results.filter(Boolean).length, 1, 'removers')
  }),
  entry('loses no step of those who read and swap until they win', async (fixture) => {
    const options = { expiresAtMs: fixture.nowMs() + HOUR_MS, indexes: ['user:a'] }
    await fixture.store.records.putIfAbsent('family:a', '0', options)
    const step = async ({ records }: Store): Promise<void> => {
      for (;;) {
        const record = await records.get('family:a')
        if (record === undefined) throw new Error('the record is gone')
        const value = String(Number(record.value) + 1)
        if (await records.compareAndSwap('family:a', record.version, value, options)) return
      }
    }
    // Not 64: each loses to every other one once.
    await race(fixture, (store, i) => (i < 16 ? step(store) : undefined))
    same((await fixture.store.records.get('family:a'))?.value, '16', 'steps')
    same((await fixture.store.records.listByIndex('user:a', undefined, 10)).keys, ['family:a'], 'index')
  }),
  entry('gives to takers as many records as were put, when 32 put and 32 take one key', async (fixture) => {
    const results = await race(fixture, async ({ records }, i) =>
      i % 4 < 2
        ? (await records.putIfAbsent('flow:a', `racer ${i}`, { expiresAtMs: fixture.nowMs() + HOUR_MS })).inserted
        : ((await records.take('flow:a'))?.value ?? 'nothing'),
    )
    const inserted = results.filter((result) => result === true).length
    const taken = results.filter((result) => typeof result === 'string' && result !== 'nothing')
    const remains = (await fixture.store.records.get('flow:a')) === undefined ? 0 : 1
    same(new Set(taken).size, taken.length, 'one record taken twice')
    same(taken.length + remains, inserted, 'taken or left')
  }),
  entry('sweeps no live record while others are written', async (fixture) => {
    const old = Array.from({ length: 32 }, (_, i) => `code:${i}`)
    for (const key of old) await fixture.store.records.putIfAbsent(key, 'old', { expiresAtMs: fixture.nowMs() + 300 })
    await fixture.advance(301)
    const results = await race<unknown>(fixture, ({ records }, i) =>
      i % 4 === 0
        ? records.sweepExpired(3)
        : records.putIfAbsent(`code:${i % 48}`, 'new', { expiresAtMs: fixture.nowMs() + HOUR_MS }),
    )
    same(results.length, RACERS, 'answers')
    for (let i = 0; i < RACERS; i++)
      if (i % 4 !== 0) same((await fixture.store.records.get(`code:${i % 48}`))?.value, 'new', `code:${i % 48}`)
  }),
]
