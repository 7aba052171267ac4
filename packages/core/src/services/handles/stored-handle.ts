import * as z from 'zod/mini'
import { StoreError } from '../../errors/index.js'
import { parseJson } from '../../foundation/index.js'

/** Purpose that values are sealed for. */
export const SEALED_AS = 'handle'

const StoredHandle = z.strictObject({
  sealed: z.string(),
  endsAtMs: z.number(),
  idleMs: z.nullable(z.number()),
  grantId: z.nullable(z.string()),
  /** Kept, because every write names the indexes anew. */
  indexes: z.array(z.string()),
})
export type StoredHandle = z.output<typeof StoredHandle>

export function parseStored(value: string): StoredHandle {
  const json = parseJson(value)
  const parsed = json.ok ? StoredHandle.safeParse(json.value) : undefined
  if (parsed?.success !== true) throw new StoreError('corrupt', 'A stored handle is malformed.')
  return parsed.data
}
