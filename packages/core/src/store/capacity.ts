const MAX_INDEXES = 4

/** Shares of the kinds that strangers can fill. */
const SHARES: Readonly<Record<string, number>> = { client: 10_000, flow: 10_000, held: 1_000, 'form-used': 50_000 }
const DEFAULT_SHARE = 100_000

/** For stores: the kind of a key is what stands before its first colon. */
export function kindOf(key: string): string {
  const colon = key.indexOf(':')
  return colon === -1 ? key : key.slice(0, colon)
}

/**
 * For stores: how many records, or buckets, a kind may have. One kind never takes the room of another, so what
 * strangers create (registrations, pending flows, address buckets) fills only its own share.
 *
 * @param capacity largest number for each kind that differs from its default
 * @example
 * ```ts
 * import { createShares, kindOf } from '@sallyport/core/store'
 *
 * const shareOf = createShares({ flow: 500 })
 * console.log(shareOf(kindOf('flow:abc'))) // 500
 * ```
 */
export function createShares(capacity: Readonly<Record<string, number>>): (kind: string) => number {
  const shares = new Map([...Object.entries(SHARES), ...Object.entries(capacity)])
  return (kind) => shares.get(kind) ?? DEFAULT_SHARE
}

/**
 * For stores.
 *
 * @throws {RangeError} when a record is to be in more than four indexes
 */
export function assertIndexes(indexes: readonly string[]): void {
  if (indexes.length > MAX_INDEXES) throw new RangeError(`A record has at most ${String(MAX_INDEXES)} indexes.`)
}
