import * as z from 'zod/mini'
import type { Auditor } from '../../audit/index.js'
import { parseOptions, type Runtime } from '../../foundation/index.js'
import { isKeyList, liveKeys, type KeyList, type SecretKey } from '../../primitives/keys/index.js'
import type { Revocations } from '../../primitives/revocation/index.js'
import type { Sealer } from '../../primitives/sealing/index.js'
import type { RecordStore } from '../../store/index.js'
import { createRefreshTokens, type RefreshTokens } from './refresh-token.js'
import type { Grant, GrantRevokedBy } from './types.js'

export interface GrantsOptions {
  readonly records: RecordStore
  readonly revocations: Pick<Revocations, 'revoke' | 'isRevoked' | 'revokedUntilMs' | 'seq' | 'isNamedSince'>
  /** Authenticate refresh tokens. The first one signs, all are accepted. */
  readonly refreshKeys: KeyList<SecretKey>
  /** Keeps the newest refresh token of a grant readable for a retry, and for nobody who reads the store. */
  readonly sealer: Sealer
  /** Longest lifetime of an access token, in milliseconds. */
  readonly accessTokenLifetimeMs: number
  /** Lifetime of an authorization code, in milliseconds. Default 60 000; at most 600 000 (OAuth 2.1 §4.1.2). */
  readonly codeLifetimeMs?: number
  /** How long the refresh token just rotated may come again, in milliseconds. Default 10 000; 0 makes every repetition a theft. */
  readonly graceMs?: number
  /** A refresh token dies when unused for this long, in milliseconds. Default 14 days. */
  readonly idleMs?: number
  /** A grant ends this long after its creation, in milliseconds. Default 30 days. */
  readonly absoluteMs?: number
  /** Clock difference between processes, in milliseconds. Default 30 000. */
  readonly skewMs?: number
  /**
   * Called when a grant is dead and before its record goes, so that what hangs on it (upstream tokens) goes too. May be
   * called again for the same grant after a crash. A rejection makes the revocation reject; the grant stays dead.
   */
  readonly onRevoked?: (grant: Grant, by: GrantRevokedBy) => Promise<void>
}

/** What the parts of this room share. */
export interface GrantContext extends Required<Omit<GrantsOptions, 'refreshKeys'>> {
  readonly refreshTokens: RefreshTokens
  readonly audit: Auditor
  readonly runtime: Runtime
}

const DAY_MS = 86_400_000
const durationMs = z.int().check(z.positive())

function port<Port>(expected: string) {
  return z.custom<Port>((value: unknown) => typeof value === 'object' && value !== null, `expected ${expected}`)
}

const isRefreshKey = (key: SecretKey | undefined): boolean =>
  key?.secret instanceof Uint8Array && key.secret.length === 32

function isRefreshKeyList(value: unknown): boolean {
  const keys = isKeyList(value) ? liveKeys(value as KeyList<SecretKey>).current() : []
  return keys.length > 0 && keys.every(isRefreshKey)
}

const Options = z.strictObject({
  records: port<RecordStore>('a record store'),
  revocations: port<GrantsOptions['revocations']>('revocations'),
  refreshKeys: z.custom<KeyList<SecretKey>>(isRefreshKeyList, 'expected at least one key, each of 32 bytes'),
  sealer: port<Sealer>('a sealer'),
  accessTokenLifetimeMs: durationMs,
  codeLifetimeMs: z._default(durationMs.check(z.maximum(600_000)), 60_000),
  graceMs: z._default(z.int().check(z.nonnegative()), 10_000),
  idleMs: z._default(durationMs, 14 * DAY_MS),
  absoluteMs: z._default(durationMs, 30 * DAY_MS),
  skewMs: z._default(z.int().check(z.nonnegative()), 30_000),
  onRevoked: z.optional(
    z.custom<NonNullable<GrantsOptions['onRevoked']>>(
      (value: unknown) => typeof value === 'function',
      'expected a function',
    ),
  ),
})

/** @throws {ConfigError} when an option is wrong */
export function grantContext(options: GrantsOptions, audit: Auditor, runtime: Runtime): GrantContext {
  const { refreshKeys, onRevoked, ...rest } = parseOptions('createGrants', Options, options)
  return Object.freeze<GrantContext>({
    ...rest,
    onRevoked: onRevoked ?? (() => Promise.resolve()),
    refreshTokens: createRefreshTokens(refreshKeys, runtime),
    audit,
    runtime,
  })
}
