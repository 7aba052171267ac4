import { debitAll, kindOf, toStored, type BucketDebit, type BucketStore } from '@sallyport/core/store'
import type { Connection } from './connection.js'

/**
 * The server finds, judges and writes the buckets. It answers with what it found, from which the same `debitAll` that
 * every store uses derives the result.
 */
export function createBuckets(connection: Connection, shareOf: (kind: string) => number): BucketStore {
  return Object.freeze<BucketStore>({
    async debit(debits) {
      assertDebits(debits)
      const rows = await connection.call('debit', JSON.stringify(debits.map((debit) => wireForm(debit, shareOf))))
      const found = rows.map((row) => ({
        slot: String(row['slot']),
        fullAtMs: row['full_at_ms'] === null ? undefined : Number(row['full_at_ms']),
      }))
      const fullAtMs = new Map(found.map((each) => [each.slot, each.fullAtMs]))
      const slots = found.values()
      const shelf = {
        slotOf: () => slots.next().value?.slot ?? '',
        read: (slot: string) => fullAtMs.get(slot),
        write: () => undefined,
      }
      return debitAll(debits, shelf, Number(rows[0]?.['at_ms']))
    },
  })
}

/** Nothing reaches the server that `debitAll` would refuse. */
function assertDebits(debits: readonly BucketDebit[]): void {
  debitAll(debits, { slotOf: (key) => key, read: () => undefined, write: () => undefined }, 0)
}

function wireForm({ key, burst, intervalMs, cost, peek }: BucketDebit, shareOf: (kind: string) => number): object {
  return {
    key: toStored(key),
    kind: toStored(kindOf(key)),
    share: shareOf(kindOf(key)),
    tolerance: burst * intervalMs,
    price: cost * intervalMs,
    possible: cost <= burst,
    peek: peek === true,
  }
}
