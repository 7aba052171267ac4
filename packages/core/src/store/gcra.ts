import type { BucketDebit, BucketState, DebitResult } from './ports.js'

/** Where the one number of a bucket is kept: the instant at which the bucket is full again. */
export interface FullAt {
  read(key: string): number | undefined
  write(key: string, fullAtMs: number): void
}

/**
 * The generic cell rate algorithm (ITU-T I.371): a bucket is one number, the instant at which it is full again. Each
 * token taken moves it on by `intervalMs`; it may lie at most `burst × intervalMs` ahead. All whole numbers, so exact.
 * Nothing is written unless every bucket allows its cost.
 *
 * @throws {RangeError} when a bucket is not made of whole numbers
 */
export function debitAll(buckets: readonly BucketDebit[], fullAt: FullAt, nowMs: number): DebitResult {
  const pending = new Map<string, number>()
  const judged = buckets.map((bucket) => {
    assertWhole(bucket)
    const before = Math.max(pending.get(bucket.key) ?? fullAt.read(bucket.key) ?? nowMs, nowMs)
    const after = before + bucket.cost * bucket.intervalMs
    const waitMs = bucket.cost > bucket.burst ? Infinity : after - bucket.burst * bucket.intervalMs - nowMs
    const allowed = waitMs <= 0
    if (allowed && bucket.peek !== true && bucket.cost > 0) pending.set(bucket.key, after)
    return { bucket, before, after, retryAfterMs: allowed ? 0 : waitMs }
  })
  const allowed = judged.every(({ retryAfterMs }) => retryAfterMs === 0)
  if (allowed) for (const [key, fullAtMs] of pending) fullAt.write(key, fullAtMs)
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
