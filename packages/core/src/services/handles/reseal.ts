import { createSealer, resealRecord, type Resealed } from '../../primitives/sealing/index.js'
import type { KeyList, SecretKey } from '../../primitives/keys/index.js'
import type { Runtime } from '../../foundation/index.js'
import type { RecordStore } from '../../store/index.js'
import { parseStored, SEALED_AS } from './stored-handle.js'

/**
 * Makes what encrypts a record of kind `handle`, named by its key, with the newest key of purpose `sealing`. It throws
 * `StoreError` `corrupt` for a record that is malformed.
 */
export function createHandleResealer(
  records: Pick<RecordStore, 'get' | 'compareAndSwap'>,
  keys: KeyList<SecretKey>,
  runtime: Pick<Runtime, 'randomBytes'>,
): (key: string) => Promise<Resealed> {
  const sealer = createSealer(keys, SEALED_AS, runtime)
  return (key) =>
    resealRecord(records, sealer, key, (value) => {
      const stored = parseStored(value)
      const { sealed, indexes } = stored
      return { sealed, context: key, indexes, value: (text) => JSON.stringify({ ...stored, sealed: text }) }
    })
}
