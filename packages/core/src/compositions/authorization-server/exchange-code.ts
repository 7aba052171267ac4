import { OAuthError } from '../../errors/index.js'
import type { Client } from '../../services/clients/index.js'
import type { Grant } from '../../services/grants/index.js'
import { answerTokens, issueAccessToken, presentedResource, type RefreshTokenVerdict } from './token-response.js'
import type { ClientForm } from './client-authentication.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

/** `authorization_code`, OAuth 2.1 §4.1.3. */
export async function exchangeCode(
  server: Server,
  context: RequestContext,
  { client, form }: ClientForm,
): Promise<Response> {
  if (!client.grant_types.includes('authorization_code')) {
    throw new OAuthError('unauthorized_client', { reason: 'grant_type_not_registered' })
  }
  const code = form.get('code')
  if (code === undefined) throw new OAuthError('invalid_request', { reason: 'code_missing' })
  const grant = await server.grants.redeemCode({
    code,
    clientId: client.client_id,
    codeVerifier: form.get('code_verifier'),
    redirectUri: form.get('redirect_uri'),
    resource: presentedResource(server, form),
  })
  const refresh = refreshVerdict(server, client, grant)
  const refreshToken = refresh === 'issued' ? await server.grants.startRefresh(grant) : undefined
  const { scopes } = grant
  const token = await issueAccessToken(server, grant, scopes)
  return answerTokens(server, context, { grant, scopes, token, refresh, refreshToken })
}

/** F-04: asked for by scope, or by registration unless the operator is strict. */
function refreshVerdict(server: Server, client: Client, grant: Grant): RefreshTokenVerdict {
  if (grant.offline) return 'issued'
  if (!client.grant_types.includes('refresh_token')) return 'not_asked_for'
  return server.strictRefresh ? 'not_allowed' : 'issued'
}
