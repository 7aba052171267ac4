import type { BucketDebit, BucketStore } from '../../store/index.js'
import { entry, same, type ContractEntry } from './contract-check.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const bucket = (key: string, over: Partial<BucketDebit> = {}): BucketDebit => ({
  key,
  burst: 3,
  intervalMs: HOUR_MS,
  cost: 1,
  ...over,
})
/** Buckets of one principal, which every store debits in one step. */
const ALICE = '["https://issuer.example","A1icexxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"'

const left = async (buckets: BucketStore, key: string, over: Partial<BucketDebit> = {}): Promise<number | undefined> =>
  (await buckets.debit([bucket(key, { ...over, cost: 0, peek: true })])).buckets[0]?.remaining

export const bucketEdgeChecks: readonly ContractEntry[] = [
  entry('allows a call without buckets', async ({ store: { buckets } }) => {
    same(await buckets.debit([]), { allowed: true, buckets: [] }, 'result')
  }),
  entry('keeps buckets apart by their whole key', async ({ store: { buckets } }) => {
    const keys = ['user:a', 'user:A', 'user:a ', 'user-tool:a', 'user:{a}', 'user:', 'user:a\0', 'user:é😀', 'a', '']
    const all = [...keys, `user:${'k'.repeat(4095)}a`, `user:${'k'.repeat(4095)}b`]
    for (const key of all) same((await buckets.debit([bucket(key, { cost: 3 })])).allowed, true, `first of ${key}`)
    for (const key of all) same((await buckets.debit([bucket(key)])).allowed, false, `second of ${key}`)
  }),
  entry('counts to a million tokens and a day for each', async ({ store: { buckets } }) => {
    const large = { burst: 1_000_000, intervalMs: DAY_MS }
    same((await buckets.debit([bucket('user:a', { ...large, cost: 999_999 })])).buckets[0]?.remaining, 1, 'remaining')
    same((await buckets.debit([bucket('user:a', large)])).allowed, true, 'the last one')
    const [state] = (await buckets.debit([bucket('user:a', large)])).buckets
    same([state?.remaining, (state?.retryAfterMs ?? 0) > DAY_MS - 60_000], [0, true], 'one more')
  }),
  entry('refills a bucket to its burst and no further', async ({ store: { buckets }, advance }) => {
    const quick = { burst: 3, intervalMs: 20 }
    await buckets.debit([bucket('user:a', { ...quick, cost: 3 })])
    await advance(200)
    const full = await buckets.debit([bucket('user:a', { ...quick, intervalMs: HOUR_MS })])
    same(full.buckets[0]?.remaining, 2, 'remaining')
  }),
  entry('debits all buckets of one principal or none, in 64 calls at once', async (fixture) => {
    const { buckets } = fixture.store
    const other = (await fixture.open?.()) ?? fixture.store
    const wide = { key: `user:${ALICE}]`, burst: 40, intervalMs: HOUR_MS, cost: 2 }
    const narrow = { key: `user-tool:${ALICE},"notes_add"]`, burst: 7, intervalMs: HOUR_MS, cost: 1 }
    const results = await Promise.all(
      Array.from({ length: 64 }, async (_, i) =>
        (i % 2 === 0 ? buckets : other.buckets).debit(i % 3 === 0 ? [wide, narrow] : [narrow, wide]),
      ),
    )
    same(results.filter(({ allowed }) => allowed).length, 7, 'allowed')
    same(await left(buckets, wide.key, wide), 40 - 14, 'left in the wide one')
    same(await left(buckets, narrow.key, narrow), 0, 'left in the narrow one')
    if (other !== fixture.store) await other.close()
  }),
  entry('asks for 64 buckets at once and takes nothing from any', async ({ store: { buckets } }) => {
    const keys = Array.from({ length: 64 }, (_, i) => `user-tool:${ALICE},"${i}"]`)
    await buckets.debit([bucket(keys[63] ?? '', { cost: 3 })])
    const asked = await buckets.debit(keys.map((key) => bucket(key, { peek: true })))
    same(asked.allowed, false, 'the empty one decides')
    same(
      asked.buckets.map(({ remaining }) => remaining),
      keys.map((_, i) => (i === 63 ? 0 : 3)),
      'remaining',
    )
    same(await left(buckets, keys[0] ?? ''), 3, 'left')
  }),
]
