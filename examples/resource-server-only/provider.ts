import { randomBytes } from 'node:crypto'
import { startDevIdp } from '@sallyport/dev-idp'

/** A desktop client that somebody registered at the provider. The port of a loopback redirect is its own (RFC 8252 §7.3). */
export const CLIENT_ID = 'notes-app'
export const REDIRECT_URI = 'http://127.0.0.1/callback'

/** Another API of the same company: its tokens are genuine, and not for us. */
export const NEIGHBOUR = 'https://payroll.example.com/api'

/**
 * The company's authorization server. In production this is Entra ID, Keycloak, Okta …, and runs elsewhere.
 *
 * @param accessTokens `opaque` tokens say nothing by themselves: the provider has to be asked
 */
export async function startProvider(options: {
  readonly port: number
  readonly resource: string
  readonly accessTokens: 'jwt' | 'opaque'
}) {
  const gate = { clientId: 'notes-server', clientSecret: randomBytes(32).toString('base64url'), redirectUris: [] }
  const { resource, accessTokens } = options
  const idp = await startDevIdp({
    port: options.port,
    clients: [{ clientId: CLIENT_ID, redirectUris: [REDIRECT_URI] }, gate],
    resources: [
      { resource, scopes: ['notes:read', 'notes:write'], accessTokens },
      { resource: NEIGHBOUR, scopes: ['notes:read'], accessTokens },
    ],
  })
  return { issuer: idp.issuer, gate, close: () => idp.close() }
}
