import { serve } from '@hono/node-server'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { createSallyport } from '@sallyport/core'
import { developmentKeys } from '@sallyport/core/keys'
import { wrapServer } from '@sallyport/core/sdk'
import { oauthRoutes, protect, type SallyportEnv } from '@sallyport/hono'
import { sqliteStore } from '@sallyport/sqlite'
import { Hono } from 'hono'
import { createNotesServer } from 'sallyport-example-support/notes-server'
import { NOTES_RULES } from 'sallyport-example-support/notes-rules'
import { onStop, openSurroundings } from 'sallyport-example-support/surroundings'

const around = await openSurroundings(import.meta.dirname)

const sallyport = createSallyport({
  resource: `${around.origin}/mcp`,
  ...NOTES_RULES,
  authorizationServer: { issuer: around.origin, upstream: around.upstream, registration: { dynamic: true } },
  keys: developmentKeys(),
  store: sqliteStore({ path: around.databasePath }),
  audit: around.audit,
  unsafelyAllowHttpLoopback: true,
})
await sallyport.ready()

const app = new Hono<SallyportEnv>()
app.use(oauthRoutes(sallyport))
app.all('/mcp', protect(sallyport), async (c) => {
  const transport = new WebStandardStreamableHTTPServerTransport()
  await wrapServer(createNotesServer(around.notes, sallyport, around.userinfoUrl), sallyport).connect(transport)
  return transport.handleRequest(c.req.raw, { authInfo: c.get('auth'), parsedBody: c.get('parsedBody') })
})

const server = serve({ fetch: app.fetch, port: around.port, hostname: '127.0.0.1', overrideGlobalObjects: false }, () =>
  console.log(`ready ${around.origin}/mcp`),
)

onStop(async () => {
  server.close()
  await sallyport.close()
  await around.close()
})
