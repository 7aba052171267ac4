import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { wrapServer } from '@sallyport/core/sdk'
import { oauthRoutes } from '@sallyport/express'
import express, { type Express } from 'express'
import { createNotes } from '../migrations/notes.js'
import type { Place } from '../migrations/place.js'
import { sallyportFor } from '../migrations/trusted-issuer.js'

export function createApp(place: Place): Express {
  const sallyport = sallyportFor(place, { operations: { default: ['notes:read'], 'tools/whoami': 'deny' } })
  const app = express()
  // #region bearer
  app.use(oauthRoutes(sallyport))
  app.use(express.json())
  const resourceMetadataUrl = `${place.origin}/.well-known/oauth-protected-resource/mcp`
  app.all('/mcp', requireBearerAuth({ verifier: sallyport.verifier, resourceMetadataUrl }), async (req, res) => {
    const transport = new StreamableHTTPServerTransport({})
    res.once('close', () => void transport.close())
    await wrapServer(createNotes(), sallyport).connect(transport)
    await transport.handleRequest(req, res, req.body)
  })
  // #endregion bearer
  return app
}
