import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import { ProxyOAuthServerProvider } from '@modelcontextprotocol/sdk/server/auth/providers/proxyProvider.js'
import { mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js'
import express, { type Express } from 'express'
import { introspectingVerifier } from './introspecting-verifier.js'
import { handleMcp } from './notes.js'
import type { Place } from './place.js'

export function createApp(place: Place): Express {
  const { origin, issuer } = place
  const provider = new ProxyOAuthServerProvider({
    endpoints: { authorizationUrl: `${issuer}/auth`, tokenUrl: `${issuer}/token` },
    verifyAccessToken: (token) => introspectingVerifier(place).verifyAccessToken(token),
    // Registered by hand at the provider, for every MCP client there is.
    getClient: (id) => Promise.resolve({ client_id: id, redirect_uris: ['http://127.0.0.1/callback'] }),
  })
  const app = express()
  app.use(mcpAuthRouter({ provider, issuerUrl: new URL(origin) }))
  app.use(express.json())
  app.all('/mcp', requireBearerAuth({ verifier: provider }), handleMcp)
  return app
}
