import type * as z from 'zod/mini'
import { StoreError } from '../../errors/index.js'
import { parseJson } from '../../foundation/index.js'
import type { RecordStore, StoredRecord } from '../../store/index.js'

/**
 * A record that has not expired: a store may drop late. Judged by the store's clock, as all times of grants are, so that
 * a process whose own clock is off grants and refuses what the others do.
 */
export async function readLive(
  context: { readonly records: Pick<RecordStore, 'get'> },
  key: string,
): Promise<StoredRecord | undefined> {
  const record = await context.records.get(key)
  return record !== undefined && record.expiresAtMs > record.readAtMs ? record : undefined
}

/** @throws {StoreError} `corrupt` when the value is not what was written */
export function parseStored<Schema extends z.ZodMiniType>(schema: Schema, value: string): z.output<Schema> {
  const json = parseJson(value)
  const parsed = json.ok ? schema.safeParse(json.value) : undefined
  if (parsed?.success !== true) throw new StoreError('corrupt', 'A stored grant, code or refresh family is malformed.')
  return parsed.data
}
