import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { createSallyport } from '@sallyport/core'
import { jsonLinesSink } from '@sallyport/core/audit'
import { memoryStore } from '@sallyport/core/store'
import { oauthRoutes, protect } from '@sallyport/express'
import express from 'express'
import { onStop } from 'sallyport-example-support/surroundings'
import { startProvider } from './provider.js'
import { createNotesServer } from './tools.js'

const introspect = process.argv.includes('--introspection')
const port = Number(process.env['PORT'] ?? 3000)
const origin = `http://127.0.0.1:${String(port)}`
const resource = `${origin}/mcp`
const provider = await startProvider({
  port: Number(process.env['IDP_PORT'] ?? port + 1),
  resource,
  accessTokens: introspect ? 'opaque' : 'jwt',
})

const { clientId, clientSecret } = provider.gate
const verification = introspect
  ? { introspection: { endpoint: `${provider.issuer}/token/introspection`, clientId, clientSecret } }
  : { jwksUri: `${provider.issuer}/jwks` }

const sallyport = createSallyport({
  resource,
  resourceName: 'Notes',
  operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
  trustedIssuers: [{ issuer: provider.issuer, ...verification }],
  store: memoryStore(),
  audit: [jsonLinesSink((line) => void process.stderr.write(line))],
  unsafelyAllowHttpLoopback: true,
})
await sallyport.ready()

const app = express()
app.disable('x-powered-by')
app.use(oauthRoutes(sallyport))
app.all('/mcp', protect(sallyport), async (req, res) => {
  const transport = new StreamableHTTPServerTransport({})
  res.once('close', () => void transport.close())
  await createNotesServer().connect(transport)
  await transport.handleRequest(req, res, req.body)
})

const server = app.listen(port, '127.0.0.1', () => console.log(`ready ${resource}`))

onStop(async () => {
  server.closeAllConnections()
  server.close()
  await sallyport.close()
  await provider.close()
})
