import { challengeOf } from '../../policy/pkce/index.js'
import type { ParsedOptions } from './options.js'
import type { UpstreamLogin } from './types.js'

/** RFC 6749 §4.1.1 with PKCE (F-14), `state` and `nonce`. `resource` is ours to understand and is never sent on. */
export async function authorizationUrl(
  endpoint: string,
  options: ParsedOptions,
  login: UpstreamLogin,
  prompt = options.prompt,
): Promise<string> {
  // The endpoint may have a query of its own, which stays (RFC 6749 §3.1).
  const url = new URL(endpoint)
  const parameters: Readonly<Record<string, string>> = {
    ...options.authorizationParams,
    response_type: 'code',
    client_id: options.clientId,
    redirect_uri: login.redirectUri,
    scope: options.scope,
    state: login.state,
    nonce: login.nonce,
    code_challenge: await challengeOf(login.codeVerifier),
    code_challenge_method: 'S256',
    ...(prompt === undefined ? {} : { prompt }),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}
