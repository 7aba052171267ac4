/** A key with the times of its use, in milliseconds since the epoch. */
export interface TimedKey<Key> {
  readonly key: Key
  readonly kid: string
  /** Used for new values from then on; `-Infinity` from the beginning. */
  readonly notBeforeMs: number
  /** Not accepted at and after; `Infinity` as long as it is there. */
  readonly expiresAtMs: number
}

/** The keys of one purpose during a stretch of time in which nothing changes. */
export interface Standing<Key> {
  /** The one for new values first; all are accepted. */
  readonly accepted: readonly TimedKey<Key>[]
  /** Whether the first of them has begun. */
  readonly hasActive: boolean
  readonly fromMs: number
  /** Not included. */
  readonly untilMs: number
}

/**
 * Which keys count at an instant. For new values: of those that have begun the one that began last, and of those without
 * a beginning the one that stands first. Accepted: every key that has not expired, whether it has begun or not, since a
 * process whose clock is ahead may use it already.
 */
export function standingAt<Key>(keys: readonly TimedKey<Key>[], nowMs: number): Standing<Key> {
  const live = keys.filter(({ expiresAtMs }) => expiresAtMs > nowMs)
  const begun = live.filter(({ notBeforeMs }) => notBeforeMs <= nowMs)
  const next = live.filter(({ notBeforeMs }) => notBeforeMs > nowMs)
  // Both sorts are stable: the order of the list decides between equals.
  begun.sort((a, b) => compare(b.notBeforeMs, a.notBeforeMs))
  next.sort((a, b) => compare(a.notBeforeMs, b.notBeforeMs))
  const changes = keys.flatMap(({ notBeforeMs, expiresAtMs }) => [notBeforeMs, expiresAtMs])
  return {
    accepted: [...begun, ...next],
    hasActive: begun.length > 0,
    fromMs: Math.max(-Infinity, ...changes.filter((atMs) => atMs <= nowMs)),
    untilMs: Math.min(Infinity, ...changes.filter((atMs) => atMs > nowMs)),
  }
}

// Two keys without a beginning: the difference of infinities would be NaN.
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
