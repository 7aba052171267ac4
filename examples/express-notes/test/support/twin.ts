/**
 * A second door to the same deployment: another process on the same store and keys, behind the issuer and resource of
 * the first. What a load balancer would do with two processes, the tests do by hand.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSallyport, oidcUpstream } from '@sallyport/core'
import { keysFromFile } from '@sallyport/core/node'
import { oauthRoutes, protect } from '@sallyport/express'
import { sqliteStore } from '@sallyport/sqlite'
import express from 'express'

const [origin = '', database = '', keysFile = '', idpOrigin = '', clientSecret = ''] = process.argv.slice(2)

const sallyport = createSallyport({
  resource: `${origin}/mcp`,
  operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
  authorizationServer: {
    issuer: origin,
    upstream: oidcUpstream({
      issuer: idpOrigin,
      clientId: 'sallyport-dev',
      clientSecret,
      unsafelyAllowHttpLoopback: true,
    }),
    registration: { dynamic: true },
  },
  keys: keysFromFile(keysFile),
  store: sqliteStore({ path: database }),
  unsafelyAllowHttpLoopback: true,
})
await sallyport.ready()

const app = express()
app.use(oauthRoutes(sallyport))
app.all('/mcp', protect(sallyport), (_req, res) => void res.json({}))
const server = createServer(app).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(`ready http://127.0.0.1:${String(port)}`)
})
