import { sha256Base64Url, type Runtime } from '../../foundation/index.js'
import { readClaims, readForeignClaims, type AccessTokenClaims } from './claims.js'
import { isAccessTokenType, readToken, refuseToken } from './jws.js'
import { assertAccessToken, assertScoped } from './kinds.js'
import { asOurs, assertMigrationOpen } from './migration.js'
import type { IntrospectingIssuer, Router } from './routing.js'
import { verifySignature } from './signature.js'
import type { ParsedIssuer } from './trusted-issuers.js'

/** A token that its issuer made. Whether it may be used here and now has still to be judged. */
export interface Proof {
  readonly issuer: ParsedIssuer
  /** The key that signed; `undefined` when the issuer was asked. */
  readonly kid: string | undefined
  readonly claims: AccessTokenClaims
  /** Milliseconds since the epoch. */
  readonly freshUntilMs: number
}

/** @throws {OAuthError} `invalid_token`, or `temporarily_unavailable` when keys or issuer cannot be asked */
export type Prover = (token: string, digest: string) => Promise<Proof>

export function createProver(
  trusted: ReadonlyMap<string, ParsedIssuer>,
  route: Router,
  runtime: Pick<Runtime, 'nowMs' | 'sha256'>,
): Prover {
  async function byIntrospection(token: string, digest: string, issuer: IntrospectingIssuer): Promise<Proof> {
    const { claims, freshUntilMs } = await issuer.introspection.ask(token, digest)
    // The issuer answers for its own tokens. One that answers for another's would make two issuers one (RS-37).
    if (Object.hasOwn(claims, 'iss') && claims['iss'] !== issuer.issuer) return refuseToken('token_issuer_unknown')
    assertAccessToken(claims)
    if (issuer.unsafelyAcceptUpstream) assertScoped(claims)
    const tokenId = await sha256Base64Url(token, runtime)
    return { issuer, kid: undefined, claims: readForeignClaims(claims, token, tokenId), freshUntilMs }
  }

  async function bySignature(token: string): Promise<Proof> {
    const unverified = readToken(token)
    const { iss } = unverified.claims
    const issuer = typeof iss === 'string' ? trusted.get(iss) : undefined
    if (issuer === undefined) return refuseToken('token_issuer_unknown')
    const { own, unsafelyAcceptTyp, unsafelyAcceptUpstream: migration } = issuer
    if (!isAccessTokenType(unverified.typ, unsafelyAcceptTyp)) refuseToken('token_typ_refused')
    if (!isAccessTokenType(unverified.typ, [])) {
      assertAccessToken(unverified.claims)
      if (migration) assertScoped(unverified.claims)
    }
    const { kid } = await verifySignature(token, unverified, issuer)
    const claims = migration
      ? readForeignClaims(unverified.claims, token, await sha256Base64Url(token, runtime))
      : readClaims(unverified.claims, { requireGrant: own })
    return { issuer, kid, claims, freshUntilMs: Infinity }
  }

  return async (token, digest) => {
    const issuer = route(token)
    if (issuer?.unsafelyAcceptUpstream) assertMigrationOpen(issuer.unsafelyAcceptUpstream, runtime)
    const proof = await (issuer ? byIntrospection(token, digest, issuer) : bySignature(token))
    const migration = proof.issuer.unsafelyAcceptUpstream
    if (!migration) return proof
    assertMigrationOpen(migration, runtime)
    return {
      ...proof,
      claims: await asOurs(proof.claims, proof.issuer.issuer, migration, runtime),
      freshUntilMs: Math.min(proof.freshUntilMs, migration.untilMs),
    }
  }
}
