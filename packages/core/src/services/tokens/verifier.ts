import { LRUCache } from 'lru-cache'
import * as z from 'zod/mini'
import type { Auditor } from '../../audit/index.js'
import { parseOptions, systemRuntime, type Awaitable, type Runtime } from '../../foundation/index.js'
import type { Principal } from '../../policy/access/index.js'
import type { Revocations } from '../../primitives/revocation/index.js'
import { includesAudience } from './audience.js'
import type { AccessTokenClaims } from './claims.js'
import { MAX_TOKEN_LENGTH, refuseToken } from './jws.js'
import { createProver } from './prover.js'
import { createRetirement } from './retired-keys.js'
import { createRouter } from './routing.js'
import { indexIssuers, TrustedIssuers, type TrustedIssuer } from './trusted-issuers.js'
import type { RecognizedToken, TokenVerifier } from './types.js'
import { createVerifiedTokens, digestKey, type VerifiedToken } from './verified-tokens.js'

export interface TokenVerifierOptions {
  readonly issuers: readonly TrustedIssuer[]
  readonly revocations: Pick<Revocations, 'seq' | 'changesSince' | 'isRevoked'>
  /** Verified tokens to remember, by digest. Default 10 000; 0 remembers none. */
  readonly cacheSize?: number
  /** Clock difference to the issuer that is allowed, in milliseconds. Default 30 000, at most 60 000. */
  readonly skewMs?: number
  /** Told at creation of every dangerous switch. */
  readonly audit?: Auditor
}

/** A verifier whose keys can be retired while it runs. */
export interface CachingTokenVerifier extends TokenVerifier {
  /** From now on no token signed with this key is accepted, remembered or not. */
  forgetKey(kid: string): void
}

const Options = z.strictObject({
  issuers: TrustedIssuers,
  revocations: z.custom<TokenVerifierOptions['revocations']>(
    (value: unknown) => typeof value === 'object' && value !== null,
  ),
  cacheSize: z._default(z.int().check(z.minimum(0)), 10_000),
  skewMs: z._default(z.int().check(z.minimum(0), z.maximum(60_000)), 30_000),
  audit: z.optional(z.custom<Auditor>()),
})

/** So that what is presented in vain again and again asks the store no more. */
const KNOWN_REVOKED = 1_000

function principalOf(issuer: string, claims: AccessTokenClaims, resource: string): Principal {
  return Object.freeze({
    issuer,
    subject: claims.subject,
    clientId: claims.clientId,
    scopes: Object.freeze(claims.scopes),
    roles: Object.freeze(claims.roles),
    resource,
    grantId: claims.grantId,
    tokenId: claims.tokenId,
    expiresAtMs: claims.expiresAtMs,
    // An introspecting issuer need not say it.
    ...(claims.issuedAtMs > 0 && { issuedAtMs: claims.issuedAtMs }),
  })
}

/**
 * Creates the verifier of access tokens: RFC 9068 §4 to the letter, and any doubt is a refusal (F-07).
 *
 * The verdict on a signature is remembered by the token's digest, that of an introspecting issuer for as long as it allows
 * (F-08). Expiry, audience and revocation are judged on every
 * call, so a remembered token dies at `exp`, and at once when it is revoked.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { generateKeySet, parseKeySet } from '@sallyport/core/keys'
 * import { createRevocations } from '@sallyport/core/revocation'
 * import { memoryStore } from '@sallyport/core/store'
 * import { createTokenVerifier } from '@sallyport/core/tokens'
 *
 * const { signing } = await parseKeySet(await generateKeySet())
 * const verifier = createTokenVerifier({
 *   issuers: [{ issuer: 'https://notes.example.com', keys: signing, own: true }],
 *   revocations: createRevocations({ log: memoryStore().revocations }),
 * })
 * ```
 */
export function createTokenVerifier(
  options: TokenVerifierOptions,
  runtime: Runtime = systemRuntime,
): CachingTokenVerifier {
  const { issuers, revocations, cacheSize, skewMs, audit } = parseOptions('createTokenVerifier', Options, options)
  const prove = createProver(indexIssuers(issuers), createRouter(issuers), runtime)
  const cache = createVerifiedTokens(cacheSize, revocations)
  const retirement = createRetirement(issuers, (kid) => cache.forgetKey(kid))
  /** Digests of tokens that were found revoked, which is for ever. */
  const revoked = new LRUCache<string, true>({ max: KNOWN_REVOKED })
  const announce = (option: string) => audit?.record({ kind: 'unsafe.enabled', outcome: 'noted', option })
  if (issuers.some((issuer) => issuer.unsafelyAcceptTyp.length > 0)) announce('unsafelyAcceptTyp')
  if (issuers.some((issuer) => issuer.unsafelyAcceptUpstream !== undefined)) announce('unsafelyAcceptUpstreamTokens')

  function assertInTime({ expiresAtMs, notBeforeMs }: AccessTokenClaims): void {
    const nowMs = runtime.nowMs()
    if (!(nowMs < expiresAtMs + skewMs)) refuseToken('token_expired')
    if (nowMs + skewMs < notBeforeMs) refuseToken('token_not_yet_valid')
  }

  /** What is never remembered: time and audience. */
  function judge(token: VerifiedToken, resource: string): Principal {
    assertInTime(token.claims)
    if (token.principal.resource === resource) return token.principal
    if (!includesAudience(token.claims.audiences, resource)) refuseToken('token_audience_foreign')
    return (token.principal = principalOf(token.principal.issuer, token.claims, resource))
  }

  /** Told of each use; the hot path of other tokens pays one comparison. */
  function noteUse({ upstream }: VerifiedToken, principal: Principal): void {
    if (upstream === undefined) return
    const { subject, clientId, tokenId, scopes, resource } = principal
    const who = { userIssuer: upstream, subject, clientId, tokenId, scopes, resource }
    audit?.record({ kind: 'migration.used', outcome: 'allowed', upstream, ...who })
  }

  function refuseRevoked(digest: string): never {
    revoked.set(digest, true)
    return refuseToken('token_revoked')
  }

  /** Dropped from the cache while the log was read: revoked, pushed out, or the log no longer reaches back that far. */
  async function assertUnrevoked(digest: string, { revocable, kid }: VerifiedToken): Promise<void> {
    if (await revocations.isRevoked(revocable)) refuseRevoked(digest)
    if (kid !== undefined && retirement.isRetired(kid)) refuseToken('token_key_retired')
  }

  function recognizeRemembered(digest: string, known: VerifiedToken, resource: string): RecognizedToken {
    const principal = judge(known, resource)
    // What was revoked must be gone from the cache before it is believed.
    const judged = (): Awaitable<void> =>
      cache.get(digest) === known ? noteUse(known, principal) : assertUnrevoked(digest, known)
    return {
      principal,
      assertStanding() {
        const synchronized = cache.synchronize()
        return synchronized instanceof Promise ? synchronized.then(judged) : judged()
      },
    }
  }

  async function recognizeCold(token: string, digest: string, resource: string): Promise<RecognizedToken> {
    const { issuer, kid, claims, freshUntilMs } = await prove(token, digest)
    if (claims.issuedAtMs > runtime.nowMs() + skewMs) refuseToken('token_issued_in_future')
    assertInTime(claims)
    if (!includesAudience(claims.audiences, resource)) refuseToken('token_audience_foreign')

    const { tokenId, grantId, subject, clientId, issuedAtMs } = claims
    const revocable = { tokenId, grantId, subject, clientId, issuedAtMs }
    const migration = issuer.unsafelyAcceptUpstream
    const principal = principalOf(migration?.issuer ?? issuer.issuer, claims, resource)
    const verified = { kid, freshUntilMs, upstream: migration && issuer.issuer, claims, revocable, principal }
    return {
      principal,
      async assertStanding() {
        // A tombstone that is written later than these are read is newer than this sequence, and will be applied.
        const seq = cache.reflected
        await Promise.all([cache.synchronize(), assertUnrevoked(digest, verified)])
        // Nothing may come between this and the cache, or a key could go unnoticed.
        if (kid !== undefined && retirement.isRetired(kid)) refuseToken('token_key_retired')
        cache.put(digest, verified, seq)
        noteUse(verified, principal)
      },
    }
  }

  function recognizeDigest(token: string, bytes: Uint8Array, resource: string): Awaitable<RecognizedToken> {
    const digest = digestKey(bytes)
    if (revoked.has(digest)) return refuseToken('token_revoked')
    retirement.follow()
    const known = cache.get(digest)
    return known === undefined || runtime.nowMs() >= known.freshUntilMs
      ? recognizeCold(token, digest, resource)
      : recognizeRemembered(digest, known, resource)
  }

  function recognize(token: string, resource: string): Awaitable<RecognizedToken> {
    if (token.length > MAX_TOKEN_LENGTH) return refuseToken('token_too_long')
    const bytes = runtime.sha256(token)
    return bytes instanceof Promise
      ? bytes.then((digest) => recognizeDigest(token, digest, resource))
      : recognizeDigest(token, bytes, resource)
  }

  function standing({ principal, assertStanding }: RecognizedToken): Awaitable<Principal> {
    const asserted = assertStanding()
    return asserted instanceof Promise ? asserted.then(() => principal) : principal
  }

  return Object.freeze<CachingTokenVerifier>({
    recognize,
    verify(token, resource) {
      const recognized = recognize(token, resource)
      return recognized instanceof Promise ? recognized.then(standing) : standing(recognized)
    },
    forgetKey: (kid) => retirement.forget(kid),
  })
}
