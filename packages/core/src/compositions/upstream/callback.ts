import type { OAuthErrorCode } from '../../errors/index.js'
import { constantTimeEqual } from '../../foundation/index.js'
import { reasonFor, upstreamFailure } from './failure.js'
import type { ProviderMetadata } from './metadata.js'
import type { UpstreamLogin } from './types.js'

/** What our client may learn of the provider's error; everything else is `server_error` (PX-29). */
const PUBLIC_ERRORS: Readonly<Record<string, OAuthErrorCode>> = {
  access_denied: 'access_denied',
  temporarily_unavailable: 'temporarily_unavailable',
  login_required: 'login_required',
  interaction_required: 'login_required',
  consent_required: 'login_required',
  account_selection_required: 'login_required',
}

/**
 * Reads the provider's answer at our callback. The issuer is judged first: an answer of another provider must neither
 * send us anywhere with a code nor tell us of an error (RFC 9207 §2.4, PX-27).
 *
 * @returns the code
 */
export function readCallback(callback: URLSearchParams, login: UpstreamLogin, metadata: ProviderMetadata): string {
  for (const name of ['state', 'iss', 'code', 'error']) {
    if (callback.getAll(name).length > 1) throw upstreamFailure('invalid_request', 'upstream_parameter_repeated')
  }
  if (!constantTimeEqual(callback.get('state') ?? '', login.state)) {
    throw upstreamFailure('invalid_request', 'upstream_state_mismatch')
  }
  const iss = callback.get('iss')
  if (iss === null && metadata.authorization_response_iss_parameter_supported === true) {
    throw upstreamFailure('invalid_request', 'upstream_iss_missing')
  }
  if (iss !== null && iss !== metadata.issuer) throw upstreamFailure('invalid_request', 'upstream_iss_mismatch')

  const error = callback.get('error')
  if (error !== null) {
    const known = Object.hasOwn(PUBLIC_ERRORS, error) ? PUBLIC_ERRORS[error] : undefined
    throw upstreamFailure(known ?? 'server_error', reasonFor(error))
  }
  const code = callback.get('code')
  if (code === null || code === '') throw upstreamFailure('invalid_request', 'upstream_code_missing')
  return code
}
