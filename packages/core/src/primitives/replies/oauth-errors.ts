import { isSecurityError, type LimitError, type OAuthError, type TransportError } from '../../errors/index.js'
import type { HeaderLine } from './reply.js'
import { jsonResponse } from './responses.js'

/** To whom an error is answered. */
export interface TokenErrorOptions {
  /** Set when the client used HTTP Basic: the realm to name in `WWW-Authenticate` (AS-52). Usually the issuer. */
  readonly basicRealm?: string | undefined
  /** Readable by pages of every origin. Default true; false where people go, who must not be impersonated (AS-07). */
  readonly cors?: boolean
}

/** Whole seconds, rounded up: a client that waits exactly this long is let in. */
export function retryAfterSeconds(retryAfterMs: number): string {
  return String(Math.max(1, Math.ceil(retryAfterMs / 1000)))
}

/** What an answer says of a limit: how long to wait, and where known what is counted (F-42). */
export function limitLines(limit: Pick<LimitError, 'retryAfterMs' | 'headers'>): readonly HeaderLine[] {
  return [['retry-after', retryAfterSeconds(limit.retryAfterMs)], ...limit.headers]
}

/** RFC 6749 §5.2: printable ASCII without `"` and `\`. */
function describable(text: string): string {
  return text.replaceAll('"', "'").replaceAll(/[^\x20-\x7e]|\\/g, '?')
}

/** OAuth 2.1 §3.2.4 knows 400 and 401; the two server errors keep the meaning they have elsewhere. */
function statusOf(error: OAuthError['error']): number {
  if (error === 'invalid_client') return 401
  if (error === 'server_error') return 500
  return error === 'temporarily_unavailable' ? 503 : 400
}

function errorResponse(
  status: number,
  error: string,
  description: string | undefined,
  headers: readonly HeaderLine[],
  cors = true,
): Response {
  const body = description === undefined ? { error } : { error, error_description: describable(description) }
  return jsonResponse(status, body, { cors, headers })
}

/**
 * The answer of the token, registration and revocation endpoints to a refused request (AS-51, AS-52).
 *
 * Only `error` and `error_description` leave; `reason` stays inside (RS-41).
 *
 * @example
 * ```ts
 * import { OAuthError } from '@sallyport/core/errors'
 * import { tokenErrorResponse } from '@sallyport/core/replies'
 *
 * const response = tokenErrorResponse(new OAuthError('invalid_grant', { reason: 'code_unknown' }))
 * console.log(response.status, await response.text()) // 400 {"error":"invalid_grant"}
 * ```
 */
export function tokenErrorResponse(error: OAuthError, options: TokenErrorOptions = {}): Response {
  const { basicRealm, cors } = options
  const challenged = error.error === 'invalid_client' && basicRealm !== undefined
  const challenge: readonly HeaderLine[] = challenged
    ? [['www-authenticate', `Basic realm="${describable(basicRealm)}", charset="UTF-8"`]]
    : []
  return errorResponse(statusOf(error.error), error.error, error.description, challenge, cors)
}

/**
 * The answer of a JSON endpoint to whatever was thrown: OAuth rule, limit, store outage, or anything unforeseen.
 *
 * An unknown error says nothing but `server_error`, status 500.
 */
export function failureResponse(error: unknown, options: TokenErrorOptions = {}): Response {
  const { cors } = options
  // By `code`, not by class: two copies of this package may be loaded.
  const code = isSecurityError(error) ? error.code : undefined
  if (code === 'ERR_OAUTH') return tokenErrorResponse(error as OAuthError, options)
  if (code === 'ERR_LIMIT') {
    return errorResponse(429, 'temporarily_unavailable', 'Too many requests.', limitLines(error as LimitError), cors)
  }
  if (code === 'ERR_TRANSPORT')
    return errorResponse((error as TransportError).status, 'invalid_request', undefined, [], cors)
  if (code === 'ERR_STORE')
    return errorResponse(503, 'temporarily_unavailable', undefined, [['retry-after', '1']], cors)
  return errorResponse(500, 'server_error', undefined, [], cors)
}

/** The answer of a JSON endpoint to a method it does not have (AS-50). */
export function methodNotAllowedResponse(allow: readonly string[]): Response {
  return errorResponse(405, 'invalid_request', undefined, [['allow', allow.join(', ')]])
}
