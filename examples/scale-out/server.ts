/** One of several: whatever the others must know lies in Redis, and a request may come to any of them. */
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { createSallyport, oidcUpstream } from '@sallyport/core'
import { jsonLinesSink } from '@sallyport/core/audit'
import { keysFromFile } from '@sallyport/core/node'
import { oauthRoutes, protect } from '@sallyport/express'
import { redisStore } from '@sallyport/redis'
import express from 'express'
import { Redis } from 'ioredis'
import { configuration } from './configuration.js'
import { closeGently } from './close-gently.js'
import { openNotes } from './notes.js'
import { createNotesServer } from './tools.js'

const { port, origin, redisUrl, keysFile, provider } = configuration()

const client = new Redis(redisUrl, { retryStrategy: (attempt) => Math.min(attempt * 50, 500) })
client.on('error', ({ message }: Error) => console.error(`Redis: ${message}`))
const store = redisStore({ client })

const sallyport = createSallyport({
  resource: `${origin}/mcp`,
  resourceName: 'Notes',
  scopes: { 'notes:read': 'Read your notes', 'notes:write': 'Add notes in your name' },
  operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
  baselineScopes: ['notes:read', 'notes:write'],
  authorizationServer: {
    issuer: origin,
    upstream: oidcUpstream({ ...provider, unsafelyAllowHttpLoopback: true }),
    registration: { dynamic: true },
  },
  // Five at once and one a minute for each person, however many processes there are.
  limits: { tools: { notes_export: { burst: 5, intervalMs: 60_000 } } },
  keys: keysFromFile(keysFile, { create: true }), // whoever starts first makes the file
  store,
  audit: [jsonLinesSink((line) => void process.stderr.write(line))],
  trustProxy: ['127.0.0.1/32'],
  unsafelyAllowHttpLoopback: true,
})
await sallyport.ready()
const notes = openNotes(client)

const app = express()
app.disable('x-powered-by')
app.get('/healthz', (_req, res) => {
  void store.ping().then(
    () => res.sendStatus(200),
    () => res.sendStatus(503),
  )
})
app.use(oauthRoutes(sallyport))
app.all('/mcp', protect(sallyport), async (req, res) => {
  if (req.method !== 'POST') return void res.set('allow', 'POST').sendStatus(405) // no sessions, so nothing to stream
  const transport = new StreamableHTTPServerTransport({})
  res.once('close', () => void transport.close())
  await createNotesServer(notes).connect(transport)
  await transport.handleRequest(req, res, req.body)
})

const server = app.listen(port, '127.0.0.1', () => process.send?.('ready'))

async function stop(): Promise<void> {
  await closeGently(server, 5_000)
  await sallyport.close()
  client.disconnect()
  process.disconnect?.()
}
process.once('SIGTERM', () => void stop())
process.once('disconnect', () => process.exit()) // the starter is gone
