const PAGE_SIZE = 100

/** As much of a record store as it takes to read an index. */
export interface IndexReader {
  listByIndex(
    index: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<{ readonly keys: readonly string[]; readonly cursor?: string | undefined }>
}

/** Every key of an index, once; some of their records may be gone, and others may not be of the kind that is looked for. */
export async function keysOfIndex(records: IndexReader, index: string): Promise<readonly string[]> {
  const keys = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await records.listByIndex(index, cursor, PAGE_SIZE)
    for (const key of page.keys) keys.add(key)
    cursor = page.cursor
  } while (cursor !== undefined)
  return [...keys]
}
