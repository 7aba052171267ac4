import { createSallyport, oidcUpstream } from '@sallyport/core'
import { keysFromEnv } from '@sallyport/core/keys'
import { oauthRoutes, protect } from '@sallyport/express'
import { redisStore } from '@sallyport/redis'
import express from 'express'
import { env } from 'node:process'
import { createClient } from 'redis'
import { handleMcp } from './mcp-handler.js'

// #region server
const client = await createClient({ url: env['REDIS_URL'] ?? 'redis://127.0.0.1:6379' })
  .on('error', console.error)
  .connect()
const store = redisStore({ client })

const sallyport = createSallyport({
  resource: 'https://notes.example.com/mcp', // the address of all, not of one
  operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
  authorizationServer: {
    issuer: 'https://notes.example.com',
    upstream: oidcUpstream({ issuer: 'https://login.example.com', clientId: 'notes', clientSecret: env['SECRET'] }),
    registration: { dynamic: true },
  },
  keys: keysFromEnv(), // the same in every process
  store,
  trustProxy: ['10.0.1.0/24'], // the load balancers, and nobody else
  allowedHosts: ['notes.example.com'],
})
await sallyport.ready()
// #endregion server

// #region health
const app = express()
let leaving = false

app.get('/healthz', (_req, res) => {
  void store.ping().then(
    () => res.sendStatus(leaving ? 503 : 200),
    () => res.sendStatus(503),
  )
})
// #endregion health
app.use(oauthRoutes(sallyport))
app.all('/mcp', protect(sallyport), handleMcp)

// #region stop
import { setTimeout } from 'node:timers/promises'

const server = app.listen(3000)

async function stop(): Promise<void> {
  leaving = true
  await setTimeout(5_000) // until the load balancer has asked /healthz again
  const closed = new Promise((resolve) => server.close(resolve)) // takes no more, lets running calls finish
  server.closeIdleConnections()
  await Promise.race([closed, setTimeout(20_000)]) // streams would stay open
  server.closeAllConnections()
  await sallyport.close()
  client.destroy()
}
process.once('SIGTERM', () => void stop())
// #endregion stop
