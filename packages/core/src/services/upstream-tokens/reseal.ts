import { resealRecord, type Resealed, type Sealer } from '../../primitives/sealing/index.js'
import type { RecordStore } from '../../store/index.js'
import { parseEntry } from './entry.js'
import { indexesOf } from './held.js'

/**
 * Makes what encrypts a record of kind `upstream`, named by its key, with the newest vault key (F-02). A refresh that goes
 * on at the same time is not disturbed. It throws `StoreError` `corrupt` for a record that is malformed.
 */
export function createUpstreamResealer(
  records: Pick<RecordStore, 'get' | 'compareAndSwap'>,
  sealer: Sealer,
): (key: string) => Promise<Resealed> {
  return (key) =>
    resealRecord(records, sealer, key, (value) => {
      const entry = parseEntry(value)
      return {
        sealed: entry.sealed,
        context: key,
        indexes: indexesOf(entry.subject),
        value: (sealed) => JSON.stringify({ ...entry, sealed }),
      }
    })
}
