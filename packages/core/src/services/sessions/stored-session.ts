import * as z from 'zod/mini'
import { StoreError } from '../../errors/index.js'
import { parseJson, sha256Base64Url, type Runtime } from '../../foundation/index.js'
import type { WriteOptions } from '../../store/index.js'
import { sessionIndexes } from './names.js'

/** What a session is waiting for: a token issued after a change. */
const Challenge = z.strictObject({
  digest: z.string(),
  /** Milliseconds since the epoch, by the clock of the store. */
  sinceMs: z.number(),
  /** `iat` of the newest token that came along with the new value. */
  issuedAtMs: z.number(),
})

const StoredSession = z.strictObject({
  issuer: z.string(),
  subject: z.string(),
  clientId: z.string(),
  resource: z.string(),
  grantId: z.nullable(z.string()),
  /** A digest; empty without roles. */
  roles: z.string(),
  createdAtMs: z.number(),
  endsAtMs: z.number(),
  idleMs: z.number(),
  touchedAtMs: z.number(),
  /** Known values of each signal, the newest last. */
  signals: z.record(z.string(), z.array(z.string())),
  changed: z.optional(z.array(z.string())),
  challenges: z.record(z.string(), Challenge),
})
export type StoredSession = z.output<typeof StoredSession>

/** @throws {StoreError} `corrupt` */
export function parseStored(value: string): StoredSession {
  const json = parseJson(value)
  const parsed = json.ok ? StoredSession.safeParse(json.value) : undefined
  if (parsed?.success !== true) throw new StoreError('corrupt', 'A stored session is malformed.')
  return parsed.data
}

/** When a session ends unless it is used. */
export function expiryOf({ endsAtMs, touchedAtMs, idleMs }: StoredSession): number {
  return Math.min(endsAtMs, touchedAtMs + idleMs)
}

/** Every write names the indexes anew. */
export async function writeOptions(stored: StoredSession, runtime: Pick<Runtime, 'sha256'>): Promise<WriteOptions> {
  return { expiresAtMs: expiryOf(stored), indexes: await sessionIndexes(stored, runtime) }
}

/** Roles of any number in a few characters; their order means nothing. */
export async function rolesDigest(roles: readonly string[], runtime: Pick<Runtime, 'sha256'>): Promise<string> {
  if (roles.length === 0) return ''
  return (await sha256Base64Url(JSON.stringify([...new Set(roles)].sort()), runtime)).slice(0, 22)
}
