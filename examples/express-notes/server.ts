import { createSallyport } from '@sallyport/core'
import { developmentKeys } from '@sallyport/core/keys'
import { keysFromFile } from '@sallyport/core/node'
import { wrapServer } from '@sallyport/core/sdk'
import { oauthRoutes, protect } from '@sallyport/express'
import { sqliteStore } from '@sallyport/sqlite'
import express from 'express'
import { createNotesServer } from 'sallyport-example-support/notes-server'
import { NOTES_RULES } from 'sallyport-example-support/notes-rules'
import { onStop, openSurroundings } from 'sallyport-example-support/surroundings'
import { OTHER_APP } from './demo/provider-token.js'
import { sessionEndpoint, statelessEndpoint } from './mcp-endpoint.js'

const keysFile = process.env['KEYS_FILE']
const around = await openSurroundings(import.meta.dirname, { clients: [OTHER_APP] })

const sallyport = createSallyport({
  resource: `${around.origin}/mcp`,
  ...NOTES_RULES,
  authorizationServer: {
    issuer: around.origin,
    upstream: around.upstream,
    registration: { dynamic: true, privateUseSchemes: ['vscode', 'cursor'] },
  },
  keys: keysFile ? keysFromFile(keysFile, { create: true }) : developmentKeys(),
  store: sqliteStore({ path: around.databasePath }),
  audit: around.audit,
  unsafelyAllowHttpLoopback: true,
})
await sallyport.ready()

const app = express()
app.disable('x-powered-by')
app.use(oauthRoutes(sallyport))
const createServer = () => wrapServer(createNotesServer(around.notes, sallyport, around.userinfoUrl), sallyport)
const hasSessions = process.argv.includes('--sessions')
app.all(
  '/mcp',
  protect(sallyport),
  hasSessions ? sessionEndpoint(createServer, sallyport) : statelessEndpoint(createServer),
)

const server = app.listen(around.port, '127.0.0.1', () => console.log(`ready ${around.origin}/mcp`))

onStop(async () => {
  server.closeAllConnections()
  server.close()
  await sallyport.close()
  await around.close()
})
