import type { BucketDebit, BucketState, DebitResult } from './ports.js'

/** Where buckets are kept, each as one number: the instant at which it is full again. */
export interface BucketShelf {
  /**
   * Where the bucket of this key is found: under its own name, or under that of the bucket shared by newcomers while
   * there is no room. Called once for each bucket of a call, in order.
   */
  slotOf(key: string): string
  /** Milliseconds since the epoch; `undefined` for a bucket that has never been used or was dropped when full. */
  read(slot: string): number | undefined
  write(slot: string, fullAtMs: number): void
}

/**
 * For stores: judges and debits buckets by the generic cell rate algorithm (ITU-T I.371). A bucket is one number, the
 * instant at which it is full again. Each token taken moves it on by `intervalMs`; it may lie at most
 * `burst × intervalMs` ahead. All whole numbers, so exact. Nothing is written unless every bucket allows its cost (F-40).
 *
 * @param nowMs milliseconds since the epoch
 * @throws {RangeError} when a bucket is not made of whole numbers
 * @example
 * ```ts
 * import { debitAll } from '@sallyport/core/store'
 *
 * const full = new Map<string, number>()
 * const shelf = {
 *   slotOf: (key: string) => key,
 *   read: (slot: string) => full.get(slot),
 *   write: (slot: string, fullAtMs: number) => void full.set(slot, fullAtMs),
 * }
 * console.log(debitAll([{ key: 'user:a', burst: 2, intervalMs: 1_000, cost: 3 }], shelf, Date.now()).allowed) // false
 * ```
 */
export function debitAll(buckets: readonly BucketDebit[], shelf: BucketShelf, nowMs: number): DebitResult {
  const pending = new Map<string, number>()
  const judged = buckets.map((bucket) => {
    assertWhole(bucket)
    const slot = shelf.slotOf(bucket.key)
    const before = Math.max(pending.get(slot) ?? shelf.read(slot) ?? nowMs, nowMs)
    const after = before + bucket.cost * bucket.intervalMs
    const waitMs = bucket.cost > bucket.burst ? Infinity : after - bucket.burst * bucket.intervalMs - nowMs
    const allowed = waitMs <= 0
    if (allowed && bucket.peek !== true && bucket.cost > 0) pending.set(slot, after)
    return { bucket, before, after, retryAfterMs: allowed ? 0 : waitMs }
  })
  const allowed = judged.every(({ retryAfterMs }) => retryAfterMs === 0)
  if (allowed) for (const [slot, fullAtMs] of pending) shelf.write(slot, fullAtMs)
  return {
    allowed,
    buckets: judged.map(({ bucket, before, after, retryAfterMs }) =>
      stateOf(bucket, allowed && bucket.peek !== true ? after : before, retryAfterMs, nowMs),
    ),
  }
}

function stateOf(bucket: BucketDebit, fullAtMs: number, retryAfterMs: number, nowMs: number): BucketState {
  const resetMs = fullAtMs - nowMs
  const remaining = Math.max(0, Math.floor((bucket.burst * bucket.intervalMs - resetMs) / bucket.intervalMs))
  return { key: bucket.key, remaining, retryAfterMs, resetMs }
}

function assertWhole({ burst, intervalMs, cost }: BucketDebit): void {
  const whole = Number.isSafeInteger(burst * intervalMs) && Number.isSafeInteger(cost) && Number.isSafeInteger(burst)
  if (!whole || burst < 1 || intervalMs < 1 || cost < 0 || !Number.isInteger(intervalMs))
    throw new RangeError('A bucket needs a whole burst and intervalMs of at least 1 and a whole cost of at least 0.')
}
