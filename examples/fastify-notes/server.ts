import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { createSallyport } from '@sallyport/core'
import { developmentKeys } from '@sallyport/core/keys'
import { wrapServer } from '@sallyport/core/sdk'
import { oauthRoutes, protect, toRequest, type ProtectedRequest } from '@sallyport/fastify'
import { sqliteStore } from '@sallyport/sqlite'
import { fastify } from 'fastify'
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

const app = fastify({ forceCloseConnections: true })
app.register(oauthRoutes(sallyport))
app.all('/mcp', protect(sallyport), async (request, reply) => {
  const { auth: authInfo, body: parsedBody } = request as ProtectedRequest
  const transport = new WebStandardStreamableHTTPServerTransport()
  await wrapServer(createNotesServer(around.notes, sallyport, around.userinfoUrl), sallyport).connect(transport)
  return reply.send(await transport.handleRequest(toRequest(request, reply), { authInfo, parsedBody }))
})

await app.listen({ port: around.port, host: '127.0.0.1' })
console.log(`ready ${around.origin}/mcp`)

onStop(async () => {
  await app.close()
  await sallyport.close()
  await around.close()
})
