import * as z from 'zod/mini'
import type { GrantContext } from './options.js'
import { parseStored, readLive } from './stored-record.js'

/** How many rotations are remembered by time; older ones count as outside the grace, for no honest client is that fast. */
const MAX_REMEMBERED = 16

export const StoredFamily = z.strictObject({
  /** Generation of the token that may be rotated now. */
  generation: z.int().check(z.positive()),
  currentHash: z.string(),
  /** The last rotation; absent before the first. */
  rotation: z.optional(
    z.strictObject({
      previousHash: z.string(),
      /** The current token, sealed for a retry. */
      successor: z.string(),
      /** Scopes that the rotation was asked for: a retry asks for the same. */
      scope: z.string(),
      /** When the previous token was rotated, the one before it, and so on. */
      atMs: z.array(z.number()),
    }),
  ),
})

/** The refresh tokens of one grant: one record, whatever happens, so there is one chain. */
export type Family = z.output<typeof StoredFamily>

/** What the successor of a rotation is sealed for: this family, at this generation. */
export const sealContext = (grantId: string, generation: number): string => `refresh ${grantId} ${generation}`

export const familyKey = (grantId: string): string => `family:${grantId}`

/** A family as the store held it at an instant of the store's clock. */
export interface ReadFamily {
  readonly family: Family
  readonly version: string
  readonly readAtMs: number
}

export async function readFamily(context: GrantContext, grantId: string): Promise<ReadFamily | undefined> {
  const record = await readLive(context, familyKey(grantId))
  if (record === undefined) return undefined
  return { family: parseStored(StoredFamily, record.value), version: record.version, readAtMs: record.readAtMs }
}

/** How a genuine token of a family stands to it. */
export type FamilyPosition =
  /** May be rotated. */
  | 'current'
  /** Was rotated a moment ago, and its successor was not used: the answer may have been lost. */
  | 'retry'
  /** Was rotated a moment ago, and its successor was used. */
  | 'late'
  /** Was rotated too long ago: somebody kept a copy. */
  | 'stolen'
  /** Was never handed out. */
  | 'unknown'

/**
 * @param token generation and hash of a token whose HMAC is right
 * @param presentedAtMs when it came in, in milliseconds since the epoch, by the clock that rotations are noted by
 */
export function positionOf(
  family: Family,
  token: { readonly generation: number; readonly hash: string },
  graceMs: number,
  presentedAtMs: number,
): FamilyPosition {
  if (token.generation > family.generation) return 'unknown'
  if (token.generation === family.generation) return token.hash === family.currentHash ? 'current' : 'unknown'
  const rotations = family.generation - token.generation
  const rotatedAtMs = family.rotation?.atMs[rotations - 1]
  if (rotatedAtMs === undefined || presentedAtMs >= rotatedAtMs + graceMs) return 'stolen'
  if (rotations > 1) return 'late'
  return token.hash === family.rotation?.previousHash ? 'retry' : 'unknown'
}

/** The family after a rotation. */
export function rotated(
  family: Family,
  next: { readonly hash: string; readonly successor: string; readonly scope: string },
  rotatedAtMs: number,
): Family {
  const earlier = family.rotation?.atMs ?? []
  // Never before the last one, even when the clock was set back: a retry must not look older than what came before it.
  const atMs = [Math.max(rotatedAtMs, earlier[0] ?? 0), ...earlier].slice(0, MAX_REMEMBERED)
  return {
    generation: family.generation + 1,
    currentHash: next.hash,
    rotation: { previousHash: family.currentHash, successor: next.successor, scope: next.scope, atMs },
  }
}
