import { canonicalJson, sha256Base64Url, type Runtime } from '../../foundation/index.js'
import type { AccessTokenClaims } from './claims.js'
import { refuseToken } from './jws.js'

/** Until when, and as what, tokens of the upstream provider are let in for old clients (F-11). */
export interface UpstreamTokenRules {
  /** Our issuer: the person is the one whom our own tokens name. */
  readonly issuer: string
  /** Resources that such a token opens, as configured. */
  readonly resources: readonly string[]
  /** What `aud` of the upstream token must be or contain, byte for byte. */
  readonly audience: string
  /** What such a caller may do, whatever the token says. */
  readonly scopes: readonly string[]
  /** From then on none is accepted. Milliseconds since the epoch. */
  readonly untilMs: number
  /** A token counts for no longer than this after its `iat`: so long a revocation is remembered. Milliseconds. */
  readonly maxAgeMs: number
}

/** @throws {OAuthError} `invalid_token` once the migration is over */
export function assertMigrationOpen({ untilMs }: UpstreamTokenRules, runtime: Pick<Runtime, 'nowMs'>): void {
  if (!(runtime.nowMs() < untilMs)) refuseToken('migration_ended')
}

/**
 * The claims of an upstream token as ours would be: the same `sub` for the same person (PX-31), the configured scopes, no
 * roles and no grant, so that there is nothing to reach upstream with.
 *
 * @throws {OAuthError} `invalid_token`
 */
export async function asOurs(
  claims: AccessTokenClaims,
  upstreamIssuer: string,
  rules: UpstreamTokenRules,
  runtime: Pick<Runtime, 'sha256'>,
): Promise<AccessTokenClaims> {
  if (!claims.audiences.includes(rules.audience)) refuseToken('token_audience_foreign')
  if (claims.issuedAtMs === 0) refuseToken('token_iat_missing')
  return {
    ...claims,
    subject: await sha256Base64Url(canonicalJson([upstreamIssuer, claims.subject]), runtime),
    // Never the name of one of our own clients.
    clientId: `upstream:${claims.clientId}`,
    grantId: undefined,
    audiences: rules.resources,
    scopes: rules.scopes,
    roles: [],
    expiresAtMs: Math.min(claims.expiresAtMs, claims.issuedAtMs + rules.maxAgeMs, rules.untilMs),
  }
}
