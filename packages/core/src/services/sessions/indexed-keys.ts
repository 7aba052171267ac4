import type { RecordStore } from '../../store/index.js'
import { isSessionKey } from './names.js'

const PAGE_SIZE = 100

/** Keys of sessions in an index, which may name others, too, and what is gone. */
export async function indexedKeys(
  records: Pick<RecordStore, 'listByIndex'>,
  index: string,
): Promise<readonly string[]> {
  const keys = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await records.listByIndex(index, cursor, PAGE_SIZE)
    for (const key of page.keys) if (isSessionKey(key)) keys.add(key)
    cursor = page.cursor
  } while (cursor !== undefined)
  return [...keys]
}
