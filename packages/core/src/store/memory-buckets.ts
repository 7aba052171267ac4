import type { Runtime } from '../foundation/index.js'
import { debitAll } from './gcra.js'
import { kindOf } from './memory-capacity.js'
import type { BucketStore } from './ports.js'

/** Old buckets looked at for each new one; more than one, so that a shelf which has run full empties again. */
const INSPECTED = 8

/** The buckets of one kind, the one inspected longest ago first. */
interface Shelf {
  readonly fullAtMs: Map<string, number>
  /** Shared by all newcomers while the shelf is full. */
  overflowFullAtMs: number
}

export function createMemoryBuckets(
  shareOf: (kind: string) => number,
  assertOpen: () => void,
  runtime: Pick<Runtime, 'nowMs'>,
): BucketStore {
  const shelves = new Map<string, Shelf>()

  const shelfOf = (key: string): Shelf => {
    const kind = kindOf(key)
    let shelf = shelves.get(kind)
    if (shelf === undefined) shelves.set(kind, (shelf = { fullAtMs: new Map(), overflowFullAtMs: 0 }))
    return shelf
  }

  /** A bucket that is full again says nothing that its absence does not say. */
  const dropFull = (shelf: Shelf, nowMs: number): void => {
    let inspected = 0
    for (const [key, fullAtMs] of shelf.fullAtMs) {
      if (inspected++ === INSPECTED) return
      shelf.fullAtMs.delete(key)
      if (fullAtMs > nowMs) shelf.fullAtMs.set(key, fullAtMs)
    }
  }

  return Object.freeze<BucketStore>({
    debit(buckets) {
      assertOpen()
      const nowMs = runtime.nowMs()
      for (const { key } of buckets) {
        const shelf = shelfOf(key)
        if (!shelf.fullAtMs.has(key)) dropFull(shelf, nowMs)
      }
      const overflows = (shelf: Shelf, key: string): boolean =>
        !shelf.fullAtMs.has(key) && shelf.fullAtMs.size >= shareOf(kindOf(key))
      return debitAll(
        buckets,
        {
          read(key) {
            const shelf = shelfOf(key)
            return overflows(shelf, key) ? shelf.overflowFullAtMs : shelf.fullAtMs.get(key)
          },
          write(key, fullAtMs) {
            const shelf = shelfOf(key)
            if (overflows(shelf, key)) shelf.overflowFullAtMs = fullAtMs
            else shelf.fullAtMs.set(key, fullAtMs)
          },
        },
        nowMs,
      )
    },
  })
}
