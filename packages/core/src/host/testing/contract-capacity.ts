import type { BucketDebit } from '../../store/index.js'
import { entry, refusesWith, same, type ContractEntry, type StoreFixture } from './contract-check.js'

const HOUR_MS = 3_600_000
const THREE_FLOWS = { capacity: { flow: 3 } }
const TWO_ADDRESSES = { capacity: { address: 2 } }

function putter({
  store,
  nowMs,
}: StoreFixture): (key: string, lifeMs?: number) => ReturnType<typeof store.records.putIfAbsent> {
  return (key, lifeMs = HOUR_MS) => store.records.putIfAbsent(key, 'x', { expiresAtMs: nowMs() + lifeMs })
}

const fromAddress = (address: string, cost = 1): BucketDebit => ({
  key: `address:${address}`,
  burst: 4,
  intervalMs: 1_000,
  cost,
})

export const capacityChecks: readonly ContractEntry[] = [
  entry(
    'refuses a record of a kind whose share is full and displaces nothing',
    async (fixture) => {
      const put = putter(fixture)
      await put('code-used:mark')
      for (const i of [1, 2, 3]) await put(`flow:${i}`)
      await refusesWith('capacity', () => put('flow:4'), 'fourth flow')
      for (const key of ['code-used:mark', 'flow:1', 'flow:2', 'flow:3'])
        same((await fixture.store.records.get(key))?.value, 'x', key)
      same((await put('code-used:other')).inserted, true, 'another kind')
      same((await put('flow:1')).inserted, false, 'a loser is told of the winner')
    },
    THREE_FLOWS,
  ),
  entry(
    'has room again for a kind after a swap, a removal or an expiry',
    async (fixture) => {
      const put = putter(fixture)
      const { records } = fixture.store
      for (const i of [1, 2, 3]) await put(`flow:${i}`, i === 3 ? 500 : HOUR_MS)
      const version = (await records.get('flow:1'))?.version ?? ''
      const swapped = await records.compareAndSwap('flow:1', version, 'y', { expiresAtMs: fixture.nowMs() + HOUR_MS })
      same(swapped, true, 'swap while full')
      await records.take('flow:1')
      same((await put('flow:4')).inserted, true, 'after a take')
      await refusesWith('capacity', () => put('flow:5'), 'full again')
      await fixture.advance(501)
      same((await put('flow:5')).inserted, true, 'after an expiry')
      await refusesWith('capacity', () => put('flow:6'), 'full once more')
      await records.sweepExpired(10)
      await refusesWith('capacity', () => put('flow:6'), 'nothing to sweep')
    },
    THREE_FLOWS,
  ),
  entry(
    'charges newcomers to one shared bucket while the share of a kind is full',
    async ({ store: { buckets }, advance }) => {
      for (const known of ['a', 'b']) await buckets.debit([fromAddress(known, 4)])
      same((await buckets.debit([fromAddress('c', 3)])).allowed, true, 'first newcomer')
      same((await buckets.debit([fromAddress('d', 3)])).allowed, false, 'second newcomer')
      same((await buckets.debit([fromAddress('d', 1)])).allowed, true, 'what the first one left')
      same((await buckets.debit([fromAddress('e', 1), fromAddress('f', 1)])).allowed, false, 'two newcomers at once')
      same((await buckets.debit([fromAddress('a', 1)])).allowed, false, 'a known one keeps its own')
      same((await buckets.debit([{ ...fromAddress('x', 4), key: 'user:x' }])).allowed, true, 'another kind')
      await advance(4_100)
      same((await buckets.debit([fromAddress('c', 4)])).allowed, true, 'a bucket of its own')
      same((await buckets.debit([fromAddress('d', 4)])).allowed, true, 'a bucket of its own, too')
    },
    TWO_ADDRESSES,
  ),
  entry(
    'refuses a tombstone rather than displacing a live one, and trims expired ones',
    async ({ store: { revocations }, nowMs, advance }) => {
      const append = (id: string, lifeMs: number): Promise<number> =>
        revocations.append({ kind: 'jti', id, revokedAtMs: nowMs(), expiresAtMs: nowMs() + lifeMs })
      await append('a', 500)
      const second = await append('b', 500)
      const third = await append('c', HOUR_MS)
      await refusesWith('capacity', () => append('d', HOUR_MS), 'fourth tombstone')
      same((await revocations.find(['a', 'b', 'c'].map((id) => ({ kind: 'jti', id })))).length, 3, 'live ones')
      same(
        (await revocations.since(second)).tombstones?.map(({ id }) => id),
        ['c'],
        'after the second',
      )
      await advance(501)
      await append('d', HOUR_MS)
      same((await revocations.since(0)).tombstones, undefined, 'since before the trimmed ones')
      same(
        (await revocations.since(third)).tombstones?.map(({ id }) => id),
        ['d'],
        'newest',
      )
      same((await revocations.find([{ kind: 'jti', id: 'c' }])).length, 1, 'a live one survives the trim')
    },
    { maxTombstones: 3 },
  ),
]
