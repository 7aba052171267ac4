import { parseScope } from '../../foundation/index.js'
import { refuseToken, type JsonObject } from './jws.js'

/** Claims of a genuine token, checked for form. Times in milliseconds since the epoch. */
export interface AccessTokenClaims {
  readonly subject: string
  readonly clientId: string
  readonly tokenId: string
  readonly grantId: string | undefined
  readonly audiences: readonly string[]
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  readonly notBeforeMs: number
}

const MAX_TEXT_LENGTH = 2_048
const MAX_ITEMS = 256
const MIN_SECRET_LENGTH = 16
/** The year 5138: a larger number is a time in milliseconds, and would never expire. */
const MAX_SECONDS = 1e11

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TEXT_LENGTH

const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length <= MAX_ITEMS && value.every(isText)

function text(claims: JsonObject, name: string): string {
  const value = own(claims, name)
  return isText(value) ? value : refuseToken(`token_${name}_missing`)
}

function own(claims: JsonObject, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined
}

function timeMs(claims: JsonObject, name: string): number {
  const value = own(claims, name)
  if (value === undefined) return refuseToken(`token_${name}_missing`)
  return typeof value === 'number' && value > 0 && value < MAX_SECONDS
    ? value * 1000
    : refuseToken(`token_${name}_malformed`)
}

function audiencesOf(claims: JsonObject): readonly string[] {
  const aud = own(claims, 'aud')
  if (isText(aud)) return [aud]
  return isTextList(aud) && aud.length > 0 ? aud : refuseToken('token_aud_missing')
}

function scopesOf(claims: JsonObject): readonly string[] {
  const scope = own(claims, 'scope')
  if (scope !== undefined && typeof scope !== 'string') return refuseToken('token_scope_malformed')
  return parseScope(scope) ?? refuseToken('token_scope_malformed')
}

function rolesOf(claims: JsonObject): readonly string[] {
  const roles = own(claims, 'roles')
  if (roles === undefined) return []
  return isTextList(roles) ? roles : refuseToken('token_roles_malformed')
}

/** The client as OpenID providers name it; `client_id` is what is missed when both are absent. */
function partyOf(claims: JsonObject): string {
  const azp = own(claims, 'azp')
  return isText(azp) ? azp : text(claims, 'client_id')
}

function refuseBound(claims: JsonObject): void {
  // Bound to a key of the client (RFC 9449 §6, RFC 8705 §3): whoever merely bears it is not the one it was given to.
  if (Object.hasOwn(claims, 'cnf')) refuseToken('token_sender_constrained')
}

function timesOf(claims: JsonObject, issuedAtMs: number) {
  const expiresAtMs = timeMs(claims, 'exp')
  if (expiresAtMs <= issuedAtMs) refuseToken('token_exp_malformed')
  return { issuedAtMs, expiresAtMs, notBeforeMs: Object.hasOwn(claims, 'nbf') ? timeMs(claims, 'nbf') : 0 }
}

/**
 * Checks the claims that RFC 9068 §2.2 requires, for presence and form (RS-25, RS-35, RS-36, RS-42).
 *
 * @param options.requireGrant for tokens of our own server, which always name their grant; `gid` of others is not read
 * @throws {OAuthError} `invalid_token`
 */
export function readClaims(claims: JsonObject, options: { readonly requireGrant: boolean }): AccessTokenClaims {
  refuseBound(claims)
  return {
    ...timesOf(claims, timeMs(claims, 'iat')),
    subject: text(claims, 'sub'),
    clientId: text(claims, 'client_id'),
    tokenId: text(claims, 'jti'),
    grantId: options.requireGrant ? text(claims, 'gid') : undefined,
    audiences: audiencesOf(claims),
    scopes: scopesOf(claims),
    roles: rolesOf(claims),
  }
}

/** Some servers name an opaque token by itself, or by the secret half of it. A few characters occur in it by chance. */
const givesAway = (jti: string, token: string): boolean =>
  jti === token || (jti.length >= MIN_SECRET_LENGTH && token.includes(jti))

/**
 * Checks what an authorization server says of a token outside the profile of RFC 9068: an introspection answer, or a JWT of
 * its own kind. `sub`, `exp`, `aud` and a client (`client_id` or `azp`) are required all the same (RS-25, RS-37). Without
 * `iat` the token counts as older than every revocation.
 *
 * @param tokenId stands in for a `jti` that is absent, or that gives the token away
 * @throws {OAuthError} `invalid_token`
 */
export function readForeignClaims(claims: JsonObject, token: string, tokenId: string): AccessTokenClaims {
  refuseBound(claims)
  const jti = Object.hasOwn(claims, 'jti') ? text(claims, 'jti') : tokenId
  return {
    ...timesOf(claims, Object.hasOwn(claims, 'iat') ? timeMs(claims, 'iat') : 0),
    subject: text(claims, 'sub'),
    clientId: Object.hasOwn(claims, 'client_id') ? text(claims, 'client_id') : partyOf(claims),
    tokenId: givesAway(jti, token) ? tokenId : jti,
    grantId: undefined,
    audiences: audiencesOf(claims),
    scopes: scopesOf(claims),
    roles: rolesOf(claims),
  }
}
