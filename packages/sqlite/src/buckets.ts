import { debitAll, kindOf, toStored, type BucketStore } from '@sallyport/core/store'
import type { Connection } from './connection.js'
import type { SqliteRuntime } from './runtime.js'

/** Old buckets dropped for each new one; more than one, so that a kind which has run full empties again. */
const DROPPED = 8
/** Cannot be the kind of a key as {@link toStored} writes it, so shared buckets are counted for no kind. */
const OVERFLOW = '\u001a'

const DROP_FULL = `DELETE FROM sallyport_buckets WHERE key IN
  (SELECT key FROM sallyport_buckets WHERE kind = ? AND full_at_ms <= ? LIMIT ?)`

/** Drops buckets that are full again, of every kind; to be called within a transaction. Returns how many went. */
export function createDropFull(connection: Connection): (nowMs: number, limit: number) => number {
  const kinds = connection.prepare('SELECT DISTINCT kind FROM sallyport_buckets')
  const drop = connection.prepare(DROP_FULL)
  return (nowMs, limit) => {
    let dropped = 0
    for (const [kind] of kinds.rows()) dropped += drop.run(String(kind), nowMs, limit - dropped)
    return dropped
  }
}

export function createBuckets(
  connection: Connection,
  shareOf: (kind: string) => number,
  runtime: SqliteRuntime,
): BucketStore {
  const select = connection.prepare('SELECT full_at_ms FROM sallyport_buckets WHERE key = ?')
  const upsert = connection.prepare(
    'INSERT INTO sallyport_buckets VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET full_at_ms = excluded.full_at_ms',
  )
  const dropFull = connection.prepare(DROP_FULL)
  const count = connection.prepare(`SELECT count FROM sallyport_counts WHERE what = 'bucket' AND kind = ?`)

  const read = (slot: string): number | undefined => {
    const row = select.row(slot)
    return row === undefined ? undefined : Number(row[0])
  }
  const write = (slot: string, fullAtMs: number): void => {
    upsert.run(slot, slot.startsWith(`${OVERFLOW}:`) ? OVERFLOW : kindOf(slot), fullAtMs)
  }

  return Object.freeze<BucketStore>({
    debit(debits) {
      const nowMs = runtime.nowMs()
      const asksOnly = debits.every(({ peek }) => peek === true)
      const slotOf = (key: string): string => {
        const slot = toStored(key)
        const kind = kindOf(slot)
        if (read(slot) !== undefined) return slot
        if (!asksOnly) dropFull.run(kind, nowMs, DROPPED)
        const used = Number(count.row(kind)?.[0] ?? 0)
        return used < shareOf(kindOf(key)) ? slot : `${OVERFLOW}:${kind}`
      }
      const debit = () => debitAll(debits, { slotOf, read, write }, nowMs)
      return asksOnly ? connection.attempt(debit) : connection.transaction(debit)
    },
  })
}
