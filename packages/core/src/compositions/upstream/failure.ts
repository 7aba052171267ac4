import { OAuthError, type OAuthErrorCode } from '../../errors/index.js'

export function upstreamFailure(error: OAuthErrorCode, reason: `upstream_${string}`): OAuthError {
  return new OAuthError(error, { reason })
}

/** Error codes of RFC 6749 §4.1.2.1 and §5.2, RFC 8707 and OpenID Connect Core §3.1.2.6: only these reach our audit log. */
const KNOWN: ReadonlySet<string> = new Set([
  'access_denied',
  'account_selection_required',
  'consent_required',
  'interaction_required',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'invalid_target',
  'login_required',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
])

/** The private reason for an error code of the provider. What it wrote beyond known codes is not repeated (PX-29). */
export function reasonFor(code: unknown): `upstream_${string}` {
  return typeof code === 'string' && KNOWN.has(code) ? `upstream_${code}` : 'upstream_unknown_error'
}
