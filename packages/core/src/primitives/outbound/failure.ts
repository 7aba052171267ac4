import { OAuthError } from '../../errors/index.js'

export type OutboundReason =
  | 'outbound_url'
  | 'outbound_address'
  | 'outbound_unreachable'
  | 'outbound_timeout'
  | 'outbound_redirect'
  | 'outbound_content_type'
  | 'outbound_too_large'
  | 'outbound_malformed'
  | 'outbound_interrupted'
  | 'outbound_status'
  | 'outbound_host'
  | 'outbound_port'
  | 'outbound_method'
  | 'outbound_busy'
  | 'outbound_rate'

/** Code of the errors by which a runtime says that it did not connect because `admitsAddress` said no. */
const ADDRESS_REFUSED = 'ERR_ADDRESS_REFUSED'

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
  if (code === ADDRESS_REFUSED) return outboundFailure('outbound_address', addressOf(cause))
  const known = typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code)
  return outboundFailure('outbound_unreachable', known ? new Error(code) : undefined)
}

/** The address that was refused, for whoever runs this server. */
function addressOf(cause: unknown): Error | undefined {
  const message = cause instanceof Error ? cause.message : ''
  return /^[0-9a-z.:_-]{1,255}$/i.test(message) ? new Error(message) : undefined
}
