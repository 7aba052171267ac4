import { refuseToken, type JsonObject } from './jws.js'

/** What authorization servers call an access token, where they say it at all. */
const ACCESS_TOKEN_KINDS: ReadonlySet<string> = new Set(['bearer', 'access', 'access_token', 'at+jwt', 'jwt'])

/** RFC 7662 §2.2 `token_type`, and the words of large providers for the same. */
const KIND_CLAIMS = ['token_type', 'token_use', 'typ'] as const

/** Claims that only ID tokens have (OpenID Connect Core §2, §3.1.3.6, §3.3.2.11). */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash'] as const

/**
 * Refuses what is genuine and no access token: introspection answers for refresh tokens as well (RFC 7662 §2.1), some
 * servers for ID tokens, and without `at+jwt` a header does not tell (RS-26, RS-31, F-10).
 *
 * @throws {OAuthError} `invalid_token`
 */
export function assertAccessToken(claims: JsonObject): void {
  for (const name of KIND_CLAIMS) {
    const kind = Object.hasOwn(claims, name) ? claims[name] : undefined
    if (kind === undefined) continue
    if (typeof kind !== 'string' || !ACCESS_TOKEN_KINDS.has(kind.toLowerCase())) refuseToken('token_kind_refused')
  }
  if (ID_TOKEN_CLAIMS.some((name) => Object.hasOwn(claims, name))) refuseToken('token_kind_refused')
}

/**
 * What the upstream provider issues was not meant for us, and its ID tokens may name the same audience: an access token is
 * known by its scopes (`scp` at some providers), which no ID token has.
 *
 * @throws {OAuthError} `invalid_token`
 */
export function assertScoped(claims: JsonObject): void {
  if (!['scope', 'scp'].some((name) => Object.hasOwn(claims, name))) refuseToken('token_kind_refused')
}
