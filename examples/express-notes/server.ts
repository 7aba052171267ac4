import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createSallyport, oidcUpstream } from '@sallyport/core'
import { jsonLinesSink } from '@sallyport/core/audit'
import { developmentKeys } from '@sallyport/core/keys'
import { keysFromFile } from '@sallyport/core/node'
import { startDevIdp } from '@sallyport/dev-idp'
import { oauthRoutes, protect } from '@sallyport/express'
import { sqliteStore } from '@sallyport/sqlite'
import express from 'express'
import { openNotes } from './notes.js'
import { OTHER_APP } from './demo/provider-token.js'
import { mcpEndpoint } from './mcp-endpoint.js'
import { createNotesServer } from './tools.js'

const port = Number(process.env['PORT'] ?? 3000)
const idpPort = Number(process.env['IDP_PORT'] ?? port + 1)
const dataDir = process.env['DATA_DIR'] ?? join(import.meta.dirname, 'data')
const keysFile = process.env['KEYS_FILE']
const origin = `http://127.0.0.1:${String(port)}`
mkdirSync(dataDir, { recursive: true, mode: 0o700 })

// The company's identity provider. In production this is Entra ID, Okta, Keycloak … and runs elsewhere.
const idp = await startDevIdp({
  port: idpPort,
  redirectUris: [`${origin}/callback`],
  clients: [OTHER_APP],
  stateFile: join(dataDir, 'idp.json'),
})
const notes = openNotes(join(dataDir, 'notes.db'))

const sallyport = createSallyport({
  resource: `${origin}/mcp`,
  resourceName: 'Notes',
  scopes: {
    'notes:read': 'Read your notes',
    'notes:write': 'Add notes in your name',
    'notes:delete': 'Delete your notes',
  },
  operations: {
    default: ['notes:read'],
    'tools/notes_add': { scope: ['notes:write'], cost: 5 },
    'tools/notes_delete': { scope: ['notes:delete'], roles: ['admin'] },
  },
  baselineScopes: ['notes:read', 'notes:write'],
  authorizationServer: {
    issuer: origin,
    upstream: oidcUpstream({
      issuer: idp.issuer,
      clientId: idp.clientId,
      clientSecret: idp.clientSecret,
      unsafelyAllowHttpLoopback: true,
    }),
    registration: { dynamic: true, privateUseSchemes: ['vscode', 'cursor'] },
  },
  keys: keysFile ? keysFromFile(keysFile, { create: true }) : developmentKeys(),
  store: sqliteStore({ path: join(dataDir, 'sallyport.db') }),
  audit: [jsonLinesSink((line) => void process.stderr.write(line))],
  unsafelyAllowHttpLoopback: true,
})
await sallyport.ready()

const app = express()
app.disable('x-powered-by')
app.use(oauthRoutes(sallyport))
app.all(
  '/mcp',
  protect(sallyport),
  mcpEndpoint(() => createNotesServer(notes, sallyport, `${idp.issuer}/me`), {
    sessions: process.argv.includes('--sessions'),
  }),
)

const server = app.listen(port, '127.0.0.1', () => console.log(`ready ${origin}/mcp`))

async function stop(): Promise<void> {
  server.closeAllConnections()
  server.close()
  await sallyport.close()
  await idp.close()
  notes.close()
}
process.once('SIGINT', () => void stop())
process.once('SIGTERM', () => void stop())
