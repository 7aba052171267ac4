import * as z from 'zod/mini'
import { StoreError } from '../../errors/index.js'
import { parseJson } from '../../foundation/index.js'
import type { Sealer } from '../../primitives/sealing/index.js'
import type { UpstreamTokens } from './types.js'

/** One process is refreshing; others leave it alone until then. */
const Lease = z.strictObject({ id: z.string(), untilMs: z.number() })

/** The stored record. Tokens are sealed; what stands beside them is no secret and is needed without the key. */
const Entry = z.strictObject({
  v: z.literal(1),
  subject: z.string(),
  sealed: z.string(),
  /** When the provider last vouched for the person: at login, or by a refresh. */
  provenAtMs: z.number(),
  /** Of the access token. */
  expiresAtMs: z.optional(z.number()),
  refreshable: z.boolean(),
  lease: z.optional(Lease),
})
export type Entry = z.output<typeof Entry>

const Tokens = z.strictObject({
  accessToken: z.string(),
  tokenType: z.string(),
  expiresAtMs: z.exactOptional(z.number()),
  refreshToken: z.exactOptional(z.string()),
  idToken: z.exactOptional(z.string()),
  scope: z.exactOptional(z.string()),
})

export const keyOf = (grantId: string): string => `upstream:${grantId}`

export async function sealEntry(
  sealer: Sealer,
  key: string,
  subject: string,
  tokens: UpstreamTokens,
  provenAtMs: number,
): Promise<Entry> {
  return {
    v: 1,
    subject,
    sealed: await sealer.seal(JSON.stringify(tokens), key),
    provenAtMs,
    ...(tokens.expiresAtMs === undefined ? {} : { expiresAtMs: tokens.expiresAtMs }),
    refreshable: tokens.refreshToken !== undefined,
  }
}

/** @throws {StoreError} `corrupt` */
export function parseEntry(value: string): Entry {
  return parse(Entry, value)
}

/**
 * @throws {StoreError} `corrupt` also when the key is gone: a forgotten vault key is a mistake of the operator, and must
 *   not look like a person who was locked out
 */
export async function openTokens(sealer: Sealer, key: string, entry: Entry): Promise<UpstreamTokens> {
  const opened = await sealer.open(entry.sealed, key)
  if (opened === undefined) throw new StoreError('corrupt', 'Stored upstream tokens do not open with any vault key.')
  return parse(Tokens, opened)
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, text: string): z.output<Schema> {
  const json = parseJson(text)
  const parsed = json.ok ? schema.safeParse(json.value) : undefined
  if (parsed?.success !== true) throw new StoreError('corrupt', 'A stored set of upstream tokens is malformed.')
  return parsed.data
}
