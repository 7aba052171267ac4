import { OAuthError } from '../../errors/index.js'
import { parseScope } from '../../policy/scopes/index.js'
import type { Grant } from '../../services/grants/index.js'
import type { ClientForm } from './client-authentication.js'
import { oauthRefusal } from './failures.js'
import type { Server } from './server.js'
import { answerTokens, issueAccessToken, presentedResource } from './token-response.js'
import type { RequestContext } from './types.js'

/**
 * `refresh_token`, OAuth 2.1 §4.3. The person must still exist at the provider; while that cannot be asked, nothing is
 * rotated and the client may come again with the same token (F-02, design decision "upstream tokens").
 */
export async function exchangeRefreshToken(
  server: Server,
  context: RequestContext,
  { client, form }: ClientForm,
): Promise<Response> {
  const refreshToken = form.get('refresh_token')
  if (refreshToken === undefined) throw new OAuthError('invalid_request', { reason: 'refresh_token_missing' })
  const scopes = form.has('scope') ? parseScope(form.get('scope')) : undefined
  if (scopes === undefined && form.has('scope')) throw new OAuthError('invalid_scope', { reason: 'scope_malformed' })
  const presented = {
    refreshToken,
    clientId: client.client_id,
    scopes,
    resource: presentedResource(server, form),
    // Judged by its arrival: a twin that waits for the provider meanwhile is no theft.
    presentedAtMs: server.runtime.nowMs(),
  }
  const due = await server.grants.inspectRefresh(presented)
  await confirmUpstream(server, due.grant)
  await server.clients.touch(client.client_id)
  // Everything that can fail comes first: after a rotation whose answer is lost, ten seconds decide between a retry and a
  // theft, and no outage of a store or a remote signer is over so soon.
  const token = await issueAccessToken(server, due.grant, due.scopes)
  const rotated = await server.grants.rotateRefresh(presented)
  return answerTokens(server, context, { ...due, token, refresh: 'issued', refreshToken: rotated.refreshToken })
}

async function confirmUpstream(server: Server, grant: Grant): Promise<void> {
  try {
    await server.vault.confirm(grant.grantId)
  } catch (error) {
    if (oauthRefusal(error)?.error === 'invalid_grant') await server.grants.revoke(grant.grantId, 'upstream')
    throw error
  }
}
