import type { DevClient } from './options.js'

/** The registered clients, as `oidc-provider` wants to read them; asked anew on every request. */
export interface ClientRegistry {
  metadata(clientId: string): Readonly<Record<string, unknown>> | undefined
  addRedirectUri(redirectUri: string, clientId: string): void
}

export function createClientRegistry(clients: readonly DevClient[]): ClientRegistry {
  const byId = new Map(clients.map((client) => [client.clientId, client]))
  if (byId.size !== clients.length) throw new TypeError('Two clients have the same clientId.')
  return {
    metadata(clientId) {
      const client = byId.get(clientId)
      return client === undefined ? undefined : metadataOf(client)
    },
    addRedirectUri(redirectUri, clientId) {
      const client = byId.get(clientId)
      if (client === undefined) throw new TypeError(`There is no client "${clientId}".`)
      if (client.redirectUris.includes(redirectUri)) return
      byId.set(clientId, { ...client, redirectUris: [...client.redirectUris, redirectUri] })
    },
  }
}

function metadataOf(client: DevClient): Readonly<Record<string, unknown>> {
  const method = client.tokenEndpointAuthMethod ?? (client.clientSecret === undefined ? 'none' : 'client_secret_basic')
  const logsIn = client.redirectUris.length > 0
  return {
    client_id: client.clientId,
    ...(method === 'none' ? {} : { client_secret: client.clientSecret }),
    token_endpoint_auth_method: method,
    redirect_uris: [...client.redirectUris],
    response_types: logsIn ? ['code'] : [],
    grant_types: logsIn ? ['authorization_code', 'refresh_token'] : [],
    // Native clients may have loopback redirects; public clients must be native to have them (RFC 8252 §7.3).
    application_type: method === 'none' ? 'native' : 'web',
  }
}
