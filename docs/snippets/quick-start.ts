import { handleMcp } from './mcp-handler.js'
// #region server
import { createSallyport, oidcUpstream } from '@sallyport/core'
import { keysFromEnv } from '@sallyport/core/keys'
import { oauthRoutes, protect } from '@sallyport/express'
import { sqliteStore } from '@sallyport/sqlite'
import express from 'express'
import { env } from 'node:process'

const sallyport = createSallyport({
  resource: 'https://notes.example.com/mcp',
  operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
  baselineScopes: ['notes:read', 'notes:write'], // what a client asks for at first
  authorizationServer: {
    issuer: 'https://notes.example.com',
    upstream: oidcUpstream({ issuer: 'https://login.example.com', clientId: 'notes', clientSecret: env['SECRET'] }),
    registration: { dynamic: true },
  },
  keys: keysFromEnv(),
  store: sqliteStore({ path: 'sallyport.db' }),
})
await sallyport.ready() // checks keys, store and options

const app = express()
app.use(oauthRoutes(sallyport)) // before any body parser
app.all('/mcp', protect(sallyport), handleMcp) // the handler you have
// #endregion server
