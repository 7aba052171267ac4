import type * as z from 'zod/mini'
import { StoreError } from '../../errors/index.js'
import { parseJson, type Runtime } from '../../foundation/index.js'
import type { RecordStore, StoredRecord } from '../../store/index.js'

/** A record that has not expired by our clock either: a store may drop late. */
export async function readLive(
  context: { readonly records: Pick<RecordStore, 'get'>; readonly runtime: Pick<Runtime, 'nowMs'> },
  key: string,
): Promise<StoredRecord | undefined> {
  const record = await context.records.get(key)
  return record !== undefined && record.expiresAtMs > context.runtime.nowMs() ? record : undefined
}

/** @throws {StoreError} `corrupt` when the value is not what was written */
export function parseStored<Schema extends z.ZodMiniType>(schema: Schema, value: string): z.output<Schema> {
  const json = parseJson(value)
  const parsed = json.ok ? schema.safeParse(json.value) : undefined
  if (parsed?.success !== true) throw new StoreError('corrupt', 'A stored grant, code or refresh family is malformed.')
  return parsed.data
}
