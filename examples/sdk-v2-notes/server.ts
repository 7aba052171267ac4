import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler } from '@modelcontextprotocol/server'
import { createSallyport } from '@sallyport/core'
import { developmentKeys } from '@sallyport/core/keys'
import { wrapServer } from '@sallyport/core/sdk'
import { oauthRoutes, protect } from '@sallyport/express'
import { sqliteStore } from '@sallyport/sqlite'
import express from 'express'
import { NOTES_RULES } from 'sallyport-example-support/notes-rules'
import { onStop, openSurroundings } from 'sallyport-example-support/surroundings'
import { createNotesServer } from './tools.js'

const around = await openSurroundings(import.meta.dirname)

const sallyport = createSallyport({
  resource: `${around.origin}/mcp`,
  ...NOTES_RULES,
  operations: { ...NOTES_RULES.operations, 'tools/notes_clear': ['notes:write'] },
  authorizationServer: { issuer: around.origin, upstream: around.upstream, registration: { dynamic: true } },
  keys: developmentKeys(),
  store: sqliteStore({ path: around.databasePath }),
  audit: around.audit,
  unsafelyAllowHttpLoopback: true,
})
await sallyport.ready()

// A server for each request, of whichever revision; clients of 2025 are served without sessions.
const handler = createMcpHandler(() =>
  wrapServer(createNotesServer(around.notes, sallyport, around.userinfoUrl), sallyport),
)
const handleMcp = toNodeHandler(handler)

const app = express()
app.disable('x-powered-by')
app.use(oauthRoutes(sallyport))
app.all('/mcp', protect(sallyport), (req, res) => handleMcp(req, res, req.body))

const server = app.listen(around.port, '127.0.0.1', () => console.log(`ready ${around.origin}/mcp`))

onStop(async () => {
  await handler.close()
  server.closeAllConnections()
  server.close()
  await sallyport.close()
  await around.close()
})
