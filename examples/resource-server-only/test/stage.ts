import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startDevIdp } from '@sallyport/dev-idp'
import type { Express } from 'express'
import { onTestFinished } from 'vitest'
import type { Place } from '../../../docs/snippets/migrations/place.js'
import { logIn } from '../login.js'
import { CLIENT_ID, NEIGHBOUR, REDIRECT_URI } from '../provider.js'

/** What the provider calls its API for old clients, in the page on provider tokens. */
export const OLD_API = 'https://notes.example.com/api'

/** One server of a migration page on a port of its own, and the provider behind it. */
export async function stage(createApp: (place: Place) => Express) {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const endpoint = `${origin}/mcp`
  const idp = await startDevIdp({
    redirectUris: [`${origin}/callback`],
    clients: [{ clientId: CLIENT_ID, redirectUris: [REDIRECT_URI] }],
    resources: [endpoint, `${origin}/sse`, NEIGHBOUR, OLD_API].map((resource) => ({
      resource,
      scopes: ['notes:read'],
      accessTokens: 'opaque',
    })),
  })
  const { issuer, clientId, clientSecret } = idp
  server.on('request', createApp({ origin, issuer, clientId, clientSecret }))
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await idp.close()
  })
  return {
    origin,
    endpoint,
    issuer,
    /** A token of the provider for this person and API. */
    async tokenOf(account: string, resource = endpoint): Promise<string> {
      return (await logIn(issuer, resource, 'openid notes:read', account)).access_token
    },
    post: (token: string, message: object, headers: Record<string, string> = {}) =>
      post(endpoint, token, message, headers),
    /** The status of one call of a tool. */
    async call(token: string, headers: Record<string, string> = {}): Promise<number> {
      const params = { name: 'whoami', arguments: {} }
      const response = await post(endpoint, token, { jsonrpc: '2.0', id: 2, method: 'tools/call', params }, headers)
      await response.body?.cancel()
      return response.status
    },
  }
}

function post(endpoint: string, token: string, message: object, headers: Record<string, string>): Promise<Response> {
  return fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      ...headers,
    },
    body: JSON.stringify(message),
  })
}
