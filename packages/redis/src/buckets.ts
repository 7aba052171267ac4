import { debitAll, kindOf, toStored, type BucketDebit, type BucketState, type BucketStore } from '@sallyport/core/store'
import { DEBIT, REFUND } from './bucket-scripts.js'
import type { Connection } from './connection.js'
import type { Layout } from './layout.js'

/** Above this share a kind is cut into heaps, so that not every request meets the same server of a Cluster. */
const LARGE_SHARE = 10_000
const HEAPS = 16

interface Placed {
  readonly bucket: BucketDebit
  /** Place in the call. */
  readonly place: number
  readonly set: string
  readonly share: number
}

interface Judged extends Placed {
  readonly slot: string
  readonly nowMs: number
  readonly before: number
  readonly after: number
  readonly retryAfterMs: number
}

interface Verdict {
  readonly allowed: boolean
  readonly judged: readonly Judged[]
}

export function createBuckets(connection: Connection, layout: Layout, shareOf: (kind: string) => number): BucketStore {
  const placed = (bucket: BucketDebit, place: number): Placed => {
    const share = shareOf(kindOf(bucket.key))
    const heaps = share > LARGE_SHARE ? HEAPS : 1
    return { bucket, place, set: layout.buckets(bucket.key, heaps), share: Math.ceil(share / heaps) }
  }

  const debit = async (group: readonly Placed[]): Promise<Verdict> => {
    const asksOnly = group.every(({ bucket }) => bucket.peek === true)
    const args = group.flatMap(({ bucket: { key, burst, intervalMs, cost, peek }, share }) => [
      ...[toStored(key), share, burst, intervalMs, cost],
      peek === true ? 1 : 0,
    ])
    const reply = await connection.run(DEBIT, keysOf(group), [asksOnly ? 1 : 0, ...args])
    const [nowMs, allowed, judged] = reply as [number, number, [string, number, number, number][]]
    return {
      allowed: allowed === 1,
      judged: group.map((each, i) => {
        const [slot = '', before = 0, after = 0, wait = 0] = judged[i] ?? []
        return { ...each, slot, nowMs, before, after, retryAfterMs: wait === -1 ? Infinity : wait }
      }),
    }
  }

  const refund = (judged: readonly Judged[]): Promise<unknown> => {
    const debited = judged.filter(({ bucket }) => bucket.peek !== true && bucket.cost > 0)
    if (debited.length === 0) return Promise.resolve()
    const args = debited.flatMap(({ slot, before, after }) => [slot, after - before])
    return connection.run(REFUND, keysOf(debited), args)
  }

  /**
   * The buckets of a person share a slot and fall or stand in one script. Others of one call may lie on other servers of
   * a Cluster: each server debits its own, and gives back what another one has refused. In between somebody may be
   * refused who need not have been; nobody ever gets more.
   */
  const debitGroups = async (groups: readonly (readonly Placed[])[]): Promise<Verdict> => {
    const settled = await Promise.allSettled(groups.map(debit))
    const verdicts = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    const allowed = verdicts.length === groups.length && verdicts.every((verdict) => verdict.allowed)
    if (!allowed) {
      const taken = verdicts.filter((verdict) => verdict.allowed)
      await Promise.allSettled(taken.map((verdict) => refund(verdict.judged)))
    }
    for (const result of settled) if (result.status === 'rejected') throw result.reason
    return { allowed, judged: verdicts.flatMap(({ judged }) => judged).sort((a, b) => a.place - b.place) }
  }

  return Object.freeze<BucketStore>({
    async debit(debits) {
      assertSound(debits)
      const all = debits.map(placed)
      const groups = connection.cluster ? bySlot(all) : [all]
      const { allowed, judged } = all.length === 0 ? { allowed: true, judged: [] } : await debitGroups(groups)
      return { allowed, buckets: judged.map((each) => stateOf(each, allowed)) }
    },
  })
}

function keysOf(group: readonly Placed[]): [string, ...string[]] {
  return group.map(({ set }) => set) as [string, ...string[]]
}

function bySlot(all: readonly Placed[]): readonly (readonly Placed[])[] {
  const groups = new Map<string, Placed[]>()
  for (const each of all) {
    const tag = each.set.slice(0, each.set.indexOf('}'))
    groups.set(tag, [...(groups.get(tag) ?? []), each])
  }
  return [...groups.values()]
}

function stateOf({ bucket, nowMs, before, after, retryAfterMs }: Judged, allowed: boolean): BucketState {
  const { key, burst, intervalMs, peek } = bucket
  const resetMs = (allowed && peek !== true ? after : before) - nowMs
  const remaining = Math.max(0, Math.floor((burst * intervalMs - resetMs) / intervalMs))
  return { key, remaining, retryAfterMs, resetMs }
}

/** @throws {RangeError} when a bucket is not made of whole numbers, as every store does */
function assertSound(debits: readonly BucketDebit[]): void {
  debitAll(debits, { slotOf: (key) => key, read: () => undefined, write: () => undefined }, 0)
}
