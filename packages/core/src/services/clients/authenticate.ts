import { OAuthError } from '../../errors/index.js'
import { readBasicCredentials } from './basic-credentials.js'
import { secretMatches, type KnownClient } from './known-client.js'
import type { ClientsContext } from './options.js'
import type { Client, ClientAuthMethod, PresentedClient } from './types.js'

interface Claim {
  readonly clientId: string
  readonly method: ClientAuthMethod
  readonly secret: string | undefined
}

/** Proves a client by the method it is registered with, and no other (OAuth 2.1 §2.4, AS-53). */
export async function authenticateClient(
  context: ClientsContext,
  find: (clientId: string) => Promise<KnownClient | undefined>,
  presented: PresentedClient,
): Promise<Client> {
  const { clientId, method, secret } = readClaim(presented)
  const known = await find(clientId)
  if (known === undefined) throw new OAuthError('invalid_client', { reason: 'client_unknown' })
  if (known.client.token_endpoint_auth_method !== method) {
    throw new OAuthError('invalid_client', { reason: 'client_auth_method' })
  }
  if (method === 'none') return known.client
  if (secret === undefined || !(await secretMatches(known, secret, context.runtime))) {
    throw new OAuthError('invalid_client', { reason: 'client_secret_wrong' })
  }
  if (known.secretExpiresAtMs !== undefined && known.secretExpiresAtMs <= context.runtime.nowMs()) {
    throw new OAuthError('invalid_client', { reason: 'client_secret_expired' })
  }
  return known.client
}

/** @throws {OAuthError} `invalid_request` when the request contradicts itself or names no client */
function readClaim({ authorization, form }: PresentedClient): Claim {
  const basic = readBasicCredentials(authorization)
  // A parameter without a value counts as absent (OAuth 2.1 §3.2).
  const bodyId = form.get('client_id') || undefined
  const bodySecret = form.get('client_secret') || undefined
  const hasAssertion = form.has('client_assertion') || form.has('client_assertion_type')
  if ([basic !== undefined, bodySecret !== undefined, hasAssertion].filter(Boolean).length > 1) {
    throw new OAuthError('invalid_request', {
      reason: 'client_auth_methods_mixed',
      description: 'use one client authentication method',
    })
  }
  if (basic !== undefined && bodyId !== undefined && bodyId !== basic.clientId) {
    throw new OAuthError('invalid_request', {
      reason: 'client_id_mismatch',
      description: 'client_id differs from the Authorization header',
    })
  }
  if (hasAssertion) throw new OAuthError('invalid_client', { reason: 'client_auth_method' })
  if (basic !== undefined) return { ...basic, method: 'client_secret_basic' }
  if (bodyId === undefined) {
    throw new OAuthError('invalid_request', { reason: 'client_id_missing', description: 'client_id is missing' })
  }
  return { clientId: bodyId, method: bodySecret === undefined ? 'none' : 'client_secret_post', secret: bodySecret }
}
