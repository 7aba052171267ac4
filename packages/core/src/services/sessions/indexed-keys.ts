import { keysOfIndex, type IndexReader } from '../../foundation/index.js'
import { isSessionKey } from './names.js'

/** Keys of sessions in an index, which may name others, too, and what is gone. */
export async function indexedKeys(records: IndexReader, index: string): Promise<readonly string[]> {
  return (await keysOfIndex(records, index)).filter(isSessionKey)
}
