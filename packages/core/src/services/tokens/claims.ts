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

/**
 * Checks the claims that RFC 9068 §2.2 requires, for presence and form (RS-25, RS-35, RS-36, RS-42).
 *
 * @param options.requireGrant for tokens of our own server, which always name their grant; `gid` of others is not read
 * @throws {OAuthError} `invalid_token`
 */
export function readClaims(claims: JsonObject, options: { readonly requireGrant: boolean }): AccessTokenClaims {
  // Bound to a key of the client (RFC 9449 §6, RFC 8705 §3): whoever merely bears it is not the one it was given to.
  if (Object.hasOwn(claims, 'cnf')) refuseToken('token_sender_constrained')
  const issuedAtMs = timeMs(claims, 'iat')
  const expiresAtMs = timeMs(claims, 'exp')
  if (expiresAtMs <= issuedAtMs) refuseToken('token_exp_malformed')
  return {
    subject: text(claims, 'sub'),
    clientId: text(claims, 'client_id'),
    tokenId: text(claims, 'jti'),
    grantId: options.requireGrant ? text(claims, 'gid') : undefined,
    audiences: audiencesOf(claims),
    scopes: scopesOf(claims),
    roles: rolesOf(claims),
    issuedAtMs,
    expiresAtMs,
    notBeforeMs: Object.hasOwn(claims, 'nbf') ? timeMs(claims, 'nbf') : 0,
  }
}
