import { OAuthError } from '../../errors/index.js'

export type OutboundReason =
  | 'outbound_url'
  | 'outbound_unreachable'
  | 'outbound_timeout'
  | 'outbound_redirect'
  | 'outbound_content_type'
  | 'outbound_too_large'
  | 'outbound_malformed'
  | 'outbound_interrupted'
  | 'outbound_status'

/** The one face of every failure (UR-10). */
export function outboundFailure(reason: OutboundReason, cause?: Error): OAuthError {
  return new OAuthError('temporarily_unavailable', { reason, ...(cause === undefined ? {} : { cause }) })
}

/**
 * Keeps the system's code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`) and drops the rest: errors of HTTP parsers carry what
 * the other side sent.
 */
export function networkFailure(error: unknown): OAuthError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  const known = typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code)
  return outboundFailure('outbound_unreachable', known ? new Error(code) : undefined)
}
