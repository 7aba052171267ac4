import express from 'express'
import { handleMcp } from './mcp-handler.js'
// #region server
import { createSallyport } from '@sallyport/core'
import { memoryStore } from '@sallyport/core/store'
import { oauthRoutes, protect } from '@sallyport/express'

const sallyport = createSallyport({
  resource: 'https://notes.example.com/mcp',
  operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
  trustedIssuers: [
    {
      issuer: 'https://login.example.com/',
      jwksUri: 'https://login.example.com/.well-known/jwks.json',
    },
  ],
  store: memoryStore(),
})
await sallyport.ready()

const app = express()
app.use(oauthRoutes(sallyport))
app.all('/mcp', protect(sallyport), handleMcp)
// #endregion server

// #region sdk
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'

const resourceMetadataUrl = 'https://notes.example.com/.well-known/oauth-protected-resource/mcp'
app.all('/mcp', requireBearerAuth({ verifier: sallyport.verifier, resourceMetadataUrl }), handleMcp)
// #endregion sdk
