import type { BucketDebit } from '../../store/index.js'
import { entry, failsAs, same, type ContractEntry } from './contract-check.js'

const bucket = (over: Partial<BucketDebit> = {}): BucketDebit => ({
  key: 'user:a',
  burst: 3,
  intervalMs: 60_000,
  cost: 1,
  ...over,
})

/** Numbers that look like chance and are the same on every run (mulberry32). */
function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below
  }
}

/** A bucket as in a text book: a level that rises with time and falls with use, in thousandths of nothing: milliseconds. */
interface Model {
  readonly key: string
  readonly burst: number
  readonly intervalMs: number
  level: number
}

export const bucketChecks: readonly ContractEntry[] = [
  entry('allows a burst, then refuses and says how long to wait', async ({ store: { buckets, clock }, advance }) => {
    const left: number[] = []
    for (let i = 0; i < 3; i++) left.push((await buckets.debit([bucket()])).buckets[0]?.remaining ?? -1)
    same(left, [2, 1, 0], 'remaining')
    const refused = await buckets.debit([bucket()])
    same(refused.allowed, false, 'fourth')
    if (clock !== 'process') return
    const state = { key: 'user:a', remaining: 0, retryAfterMs: 60_000, resetMs: 180_000 }
    same(refused.buckets, [state], 'state')
    await advance(59_999)
    same((await buckets.debit([bucket()])).buckets[0]?.retryAfterMs, 1, 'one millisecond early')
    await advance(1)
    same((await buckets.debit([bucket()])).allowed, true, 'in time')
  }),
  entry('debits all buckets of a call or none', async ({ store: { buckets } }) => {
    await buckets.debit([bucket({ key: 'user:empty', cost: 3 })])
    const call = [bucket({ key: 'user:full' }), bucket({ key: 'user:empty' }), bucket({ key: 'user:other' })]
    const refused = await buckets.debit(call)
    same([refused.allowed, refused.buckets.map(({ remaining }) => remaining)], [false, [3, 0, 3]], 'refused call')
    same(
      refused.buckets.map(({ retryAfterMs }) => retryAfterMs > 0),
      [false, true, false],
      'who is to blame',
    )
    same((await buckets.debit([bucket({ key: 'user:full', cost: 3 })])).allowed, true, 'the full one is untouched')
  }),
  entry('takes nothing when it peeks, and lets the peeked bucket decide', async ({ store: { buckets } }) => {
    const peek = bucket({ key: 'address:a', peek: true })
    for (let i = 0; i < 5; i++) same((await buckets.debit([peek])).buckets[0]?.remaining, 3, 'peek')
    await buckets.debit([bucket({ key: 'address:a', cost: 3 })])
    same((await buckets.debit([peek, bucket()])).allowed, false, 'peeked bucket is empty')
    same((await buckets.debit([bucket({ cost: 3 })])).allowed, true, 'the other one is untouched')
  }),
  entry('never allows a cost above the burst, and takes nothing for it', async ({ store: { buckets } }) => {
    same((await buckets.debit([bucket({ cost: 4 })])).allowed, false, 'cost of 4')
    same((await buckets.debit([bucket({ cost: 3 })])).allowed, true, 'cost of 3')
    same((await buckets.debit([bucket({ cost: 0 })])).allowed, true, 'cost of nothing')
  }),
  entry('charges a bucket that is named twice in a call for both', async ({ store: { buckets } }) => {
    same((await buckets.debit([bucket({ cost: 2 }), bucket({ cost: 2 })])).allowed, false, 'four tokens')
    same((await buckets.debit([bucket({ cost: 2 }), bucket({ cost: 1 })])).allowed, true, 'three tokens')
    same((await buckets.debit([bucket()])).allowed, false, 'one more')
  }),
  entry('refuses buckets that are not made of whole numbers', async ({ store: { buckets } }) => {
    const wrong = [{ burst: 0 }, { burst: 1.5 }, { intervalMs: 0 }, { intervalMs: 0.5 }, { cost: -1 }, { cost: NaN }]
    for (const over of wrong) {
      await failsAs('RangeError', () => buckets.debit([bucket(), bucket(over)]), JSON.stringify(over))
    }
    same((await buckets.debit([bucket({ cost: 3 })])).allowed, true, 'the sound bucket is untouched')
  }),
  entry('agrees with a plain model of token buckets', async ({ store: { buckets, clock }, advance }) => {
    if (clock !== 'process') return
    for (let seed = 1; seed <= 20; seed++) {
      const chance = sequence(seed)
      const upTo = (max: number): number => Math.floor(chance(max + 1))
      const models: Model[] = Array.from({ length: 3 }, (_, i) => {
        const [burst, intervalMs] = [1 + upTo(9), 1 + upTo(999)]
        return { key: `user:${seed}-${i}`, burst, intervalMs, level: burst * intervalMs }
      })
      for (let step = 0; step < 60; step++) {
        const passed = upTo(1) * upTo(800)
        await advance(passed)
        for (const model of models) model.level = Math.min(model.level + passed, model.burst * model.intervalMs)
        const call = models.filter(() => upTo(2) > 0).map((model) => ({ model, cost: upTo(3), peek: upTo(3) === 0 }))
        const expected = call.every(({ model, cost }) => cost * model.intervalMs <= model.level)
        const result = await buckets.debit(
          call.map(({ model: { key, burst, intervalMs }, cost, peek }) => ({ key, burst, intervalMs, cost, peek })),
        )
        same(result.allowed, expected, `seed ${seed}, step ${step}`)
        call.forEach(({ model, cost, peek }, i) => {
          const price = cost * model.intervalMs
          const retryAfterMs = cost > model.burst ? Infinity : Math.max(0, price - model.level)
          if (expected && !peek) model.level -= price
          const state = {
            key: model.key,
            remaining: Math.floor(model.level / model.intervalMs),
            retryAfterMs,
            resetMs: model.burst * model.intervalMs - model.level,
          }
          same(result.buckets[i], state, `seed ${seed}, step ${step}, bucket ${i}`)
        })
      }
    }
  }),
]
