import { resealRecord, type Resealed, type Sealer } from '../../primitives/sealing/index.js'
import type { RecordStore } from '../../store/index.js'
import { familyKey, sealContext, StoredFamily } from './family.js'
import { parseStored } from './stored-record.js'

/**
 * Makes what encrypts the newest refresh token of a grant, kept for a retry, with the newest vault key. It throws
 * `StoreError` `corrupt` for a record that is malformed.
 */
export function createFamilyResealer(
  records: Pick<RecordStore, 'get' | 'compareAndSwap'>,
  sealer: Sealer,
): (grantId: string) => Promise<Resealed> {
  return (grantId) =>
    resealRecord(records, sealer, familyKey(grantId), (value) => {
      const family = parseStored(StoredFamily, value)
      const { rotation, generation } = family
      if (rotation === undefined) return undefined
      return {
        sealed: rotation.successor,
        context: sealContext(grantId, generation),
        indexes: [],
        value: (successor) => JSON.stringify({ ...family, rotation: { ...rotation, successor } }),
      }
    })
}
