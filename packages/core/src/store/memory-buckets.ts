import type { Runtime } from '../foundation/index.js'
import { kindOf } from './capacity.js'
import { debitAll } from './gcra.js'
import type { BucketStore } from './ports.js'

/** Old buckets looked at for each new one; more than one, so that a kind which has run full empties again. */
const INSPECTED = 8

export interface MemoryBuckets {
  readonly store: BucketStore
  /** Drops up to `limit` full buckets and returns how many went. */
  sweep(limit: number): number
}

export function createMemoryBuckets(
  shareOf: (kind: string) => number,
  assertOpen: () => void,
  runtime: Pick<Runtime, 'nowMs'>,
): MemoryBuckets {
  /** By kind, then by key; the bucket inspected longest ago comes first. */
  const kinds = new Map<string, Map<string, number>>()

  const bucketsOf = (kind: string): Map<string, number> => {
    const buckets = kinds.get(kind) ?? new Map<string, number>()
    kinds.set(kind, buckets)
    return buckets
  }

  /** A bucket that is full again says nothing that its absence does not say. */
  const dropFull = (buckets: Map<string, number>, nowMs: number): void => {
    let inspected = 0
    for (const [key, fullAtMs] of buckets) {
      if (inspected++ === INSPECTED) return
      buckets.delete(key)
      if (fullAtMs > nowMs) buckets.set(key, fullAtMs)
    }
  }

  const store: BucketStore = {
    debit(debits) {
      assertOpen()
      const nowMs = runtime.nowMs()
      const asksOnly = debits.every(({ peek }) => peek === true)
      const slotOf = (key: string): string => {
        const kind = kindOf(key)
        const buckets = bucketsOf(kind)
        if (buckets.has(key)) return key
        if (!asksOnly) dropFull(buckets, nowMs)
        const overflow = `${kind}:\0overflow`
        const used = buckets.size - (buckets.has(overflow) ? 1 : 0)
        return used < shareOf(kind) ? key : overflow
      }
      const read = (slot: string): number | undefined => bucketsOf(kindOf(slot)).get(slot)
      const write = (slot: string, fullAtMs: number): void => void bucketsOf(kindOf(slot)).set(slot, fullAtMs)
      return debitAll(debits, { slotOf, read, write }, nowMs)
    },
  }

  return {
    store: Object.freeze(store),
    sweep(limit) {
      const nowMs = runtime.nowMs()
      let swept = 0
      for (const buckets of kinds.values()) {
        for (const [key, fullAtMs] of buckets) {
          if (swept >= limit) return swept
          if (fullAtMs <= nowMs && buckets.delete(key)) swept++
        }
      }
      return swept
    },
  }
}
