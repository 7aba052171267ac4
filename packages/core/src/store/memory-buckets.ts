import type { Runtime } from '../foundation/index.js'
import { kindOf } from './capacity.js'
import { debitAll } from './gcra.js'
import type { BucketStore } from './ports.js'

/** Old buckets looked at for each new one; more than one, so that a kind which has run full empties again. */
const INSPECTED = 8

/** The buckets of one kind, by key. */
interface Shelf {
  readonly buckets: Map<string, number>
  /** Goes round for ever. Begun anew each time, it would walk over all that has gone since the map was last packed. */
  inspection: Iterator<readonly [key: string, fullAtMs: number]>
}

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
  const kinds = new Map<string, Shelf>()

  const shelfOf = (kind: string): Shelf => {
    const held = kinds.get(kind)
    if (held !== undefined) return held
    const buckets = new Map<string, number>()
    const shelf = { buckets, inspection: buckets.entries() }
    kinds.set(kind, shelf)
    return shelf
  }

  /** A bucket that is full again says nothing that its absence does not say. */
  const dropFull = (shelf: Shelf, nowMs: number): void => {
    for (let inspected = 0; inspected < INSPECTED; inspected++) {
      const next = shelf.inspection.next()
      if (next.done === true) {
        shelf.inspection = shelf.buckets.entries()
        return
      }
      const [key, fullAtMs] = next.value
      if (fullAtMs <= nowMs) shelf.buckets.delete(key)
    }
  }

  const store: BucketStore = {
    debit(debits) {
      assertOpen()
      const nowMs = runtime.nowMs()
      const asksOnly = debits.every(({ peek }) => peek === true)
      const slotOf = (key: string): string => {
        const kind = kindOf(key)
        const shelf = shelfOf(kind)
        const { buckets } = shelf
        if (buckets.has(key)) return key
        if (!asksOnly) dropFull(shelf, nowMs)
        const overflow = `${kind}:\0overflow`
        const used = buckets.size - (buckets.has(overflow) ? 1 : 0)
        return used < shareOf(kind) ? key : overflow
      }
      const read = (slot: string): number | undefined => shelfOf(kindOf(slot)).buckets.get(slot)
      const write = (slot: string, fullAtMs: number): void => void shelfOf(kindOf(slot)).buckets.set(slot, fullAtMs)
      return debitAll(debits, { slotOf, read, write }, nowMs)
    },
  }

  return {
    store: Object.freeze(store),
    sweep(limit) {
      const nowMs = runtime.nowMs()
      let swept = 0
      for (const { buckets } of kinds.values()) {
        for (const [key, fullAtMs] of buckets) {
          if (swept >= limit) return swept
          if (fullAtMs <= nowMs && buckets.delete(key)) swept++
        }
      }
      return swept
    },
  }
}
