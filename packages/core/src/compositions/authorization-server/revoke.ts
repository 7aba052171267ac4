import { isSecurityError, OAuthError } from '../../errors/index.js'
import { emptyResponse } from '../../primitives/replies/index.js'
import { readClientForm } from './client-authentication.js'
import { jsonFailure } from './json-failure.js'
import { assertAddress } from './limits.js'
import type { JsonEndpoint, Server } from './server.js'

/** `token_type_hint` is an optimisation we do not need (RFC 7009 §2.1). */
const REVOCATION_PARAMETERS = ['token', 'token_type_hint']

/**
 * `/revoke`, RFC 7009: either token ends the whole grant. An unknown token is as good as revoked; a token of another
 * client is refused and lives (AS-63).
 */
export const revokeEndpoint: JsonEndpoint = {
  methods: ['POST'],
  kind: 'json',
  async answer(server, request, context) {
    let clientId: string | undefined
    try {
      await assertAddress(server, context, 'revoke')
      const { client, form } = await readClientForm(server, request, context, REVOCATION_PARAMETERS)
      clientId = client.client_id
      const token = form.get('token')
      if (token === undefined) throw new OAuthError('invalid_request', { reason: 'token_missing' })
      const found = await findGrant(server, token)
      if (found === undefined) return emptyResponse(200, { cors: true })
      if (found.clientId !== clientId) throw new OAuthError('invalid_grant', { reason: 'token_of_another_client' })
      await server.grants.revoke(found.grantId, 'client')
      const { requestId } = context
      server.audit.record({ kind: 'token.revoked', outcome: 'allowed', by: 'client', requestId, ...found })
      return emptyResponse(200, { cors: true })
    } catch (thrown) {
      return jsonFailure(server, request, context, 'revoke', thrown, (error) => ({
        kind: 'token.refused',
        outcome: 'refused',
        error,
        ...(clientId !== undefined && { clientId }),
      }))
    }
  },
}

/** The live grant behind a refresh or access token. */
async function findGrant(server: Server, token: string): Promise<{ grantId: string; clientId: string } | undefined> {
  const grant = await server.grants.findByRefreshToken(token)
  if (grant !== undefined) return { grantId: grant.grantId, clientId: grant.clientId }
  for (const { resource } of server.resources) {
    try {
      const { grantId, clientId, issuer } = await server.verifier.verify(token, resource)
      if (grantId !== undefined && issuer === server.issuer) return { grantId, clientId }
    } catch (error) {
      // For another resource, expired, revoked, or no token at all.
      if (!isSecurityError(error) || error.code !== 'ERR_OAUTH') throw error
    }
  }
  return undefined
}
