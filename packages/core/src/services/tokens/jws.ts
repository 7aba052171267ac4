import { OAuthError } from '../../errors/index.js'
import { decodeBase64Url, parseJson } from '../../foundation/index.js'

/** A token of ours has about 700 characters; a foreign one with many groups stays below this too. */
export const MAX_TOKEN_LENGTH = 16_384

const COMPACT = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/
const KNOWN_TYPES = ['at+jwt', 'application/at+jwt']

/** Headers by which a token would choose or change its own verification. */
const FORBIDDEN_HEADERS = ['crit', 'b64', 'jku', 'jwk', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'zip', 'enc']

export type JsonObject = Readonly<Record<string, unknown>>

/** The parts of a token that decide how it is verified. Nothing of it is proven yet. */
export interface UnverifiedToken {
  readonly alg: string
  readonly kid: string | undefined
  readonly typ: string
  readonly claims: JsonObject
}

/** Every refusal looks the same outside; `reason` is for the audit log. */
export function refuseToken(reason: string): never {
  throw new OAuthError('invalid_token', { reason })
}

function decodeObject(part: string, name: 'header' | 'claims'): JsonObject {
  const bytes = decodeBase64Url(part)
  const json = bytes === undefined ? undefined : parseJson(bytes)
  if (json === undefined) return refuseToken(`token_${name}_malformed`)
  if (!json.ok) return refuseToken(`token_${name}_${json.reason}`)
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
    return refuseToken(`token_${name}_malformed`)
  return json.value as JsonObject
}

/**
 * Reads a compact JWS strictly: canonical base64url, JSON without repeated members, no header that could steer the
 * verification (RFC 8725 §3.1, §3.10; RS-32, RS-34).
 *
 * @throws {OAuthError} `invalid_token`
 */
export function readToken(token: string): UnverifiedToken {
  if (token.length > MAX_TOKEN_LENGTH) refuseToken('token_too_long')
  const [, headerPart, claimsPart, signature] = COMPACT.exec(token) ?? []
  if (headerPart === undefined || claimsPart === undefined || signature === undefined) {
    return refuseToken(token.split('.', 6).length === 5 ? 'token_encrypted' : 'token_malformed')
  }
  // Spare bits of the last character: the same signature in another spelling would be another token to every log.
  if (decodeBase64Url(signature) === undefined) return refuseToken('token_malformed')
  const header = decodeObject(headerPart, 'header')
  if (FORBIDDEN_HEADERS.some((name) => Object.hasOwn(header, name))) refuseToken('token_header_forbidden')
  const { alg, kid, typ } = header
  if (typeof alg !== 'string') return refuseToken('token_alg_missing')
  if (kid !== undefined && typeof kid !== 'string') return refuseToken('token_kid_malformed')
  if (typeof typ !== 'string') return refuseToken('token_typ_missing')
  return { alg, kid, typ: typ.toLowerCase(), claims: decodeObject(claimsPart, 'claims') }
}

/** RFC 6750 §2.1, the grammar of what a Bearer line can carry. */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/

/**
 * Who claims to have made a token, without believing it: `undefined` for one that only its maker can read. Anything whose
 * header is a JSON object with `alg` is a JWT, and then it must say whose.
 *
 * @throws {OAuthError} `invalid_token` for a JWT that names nobody, and for what is no token at all
 */
export function claimedIssuer(token: string): string | undefined {
  if (!BEARER_TOKEN.test(token)) return refuseToken('token_malformed')
  const [, headerPart, claimsPart] = COMPACT.exec(token) ?? []
  if (headerPart === undefined || claimsPart === undefined || !isJoseHeader(headerPart)) return undefined
  const { iss } = decodeObject(claimsPart, 'claims')
  return typeof iss === 'string' ? iss : refuseToken('token_issuer_unknown')
}

function isJoseHeader(part: string): boolean {
  const bytes = decodeBase64Url(part)
  const json = bytes === undefined ? undefined : parseJson(bytes)
  if (json?.ok === false) return json.reason !== 'malformed'
  return typeof json?.value === 'object' && json.value !== null && 'alg' in json.value
}

/** RFC 9068 §4: an ID token or any other JWT of the same issuer must not pass (RS-31, F-10). */
export function isAccessTokenType(typ: string, alsoAccepted: readonly string[]): boolean {
  return KNOWN_TYPES.includes(typ) || alsoAccepted.some((other) => other.toLowerCase() === typ)
}
