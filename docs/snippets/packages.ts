import type { Sallyport } from '@sallyport/core'
import { handleMcp } from './mcp-handler.js'

declare const sallyport: Sallyport

// #region express
import { oauthRoutes, protect } from '@sallyport/express'
import express from 'express'

const app = express()
app.use(oauthRoutes(sallyport)) // at the root of the origin, before body parsers
app.all('/mcp', protect(sallyport), handleMcp)
// #endregion express

// #region sqlite
import { sqliteStore } from '@sallyport/sqlite'

const store = sqliteStore({ path: 'data/sallyport.db' }) // the directory must exist
// #endregion sqlite
await store.ping()

// #region redis
import { redisStore } from '@sallyport/redis'
import { createClient } from 'redis'

const client = await createClient({ url: 'redis://127.0.0.1:6379' }).connect()
const shared = redisStore({ client, prefix: 'notes:' }) // or a client of ioredis, or a Cluster of either
// #endregion redis
await shared.ping()

// #region dev-idp
import { startDevIdp } from '@sallyport/dev-idp'

const idp = await startDevIdp({ redirectUris: ['http://127.0.0.1:3000/callback'] })
console.log(idp.issuer, idp.clientId, idp.clientSecret)
await idp.close()
// #endregion dev-idp

// #region dev-sallyport
import { devSallyport } from '@sallyport/dev-idp'

const development = devSallyport({ resource: 'http://127.0.0.1:3000/mcp' })
await development.ready()
// #endregion dev-sallyport

// #region room
import { assertVerifier, challengeOf, createPkce } from '@sallyport/core/pkce'

const { verifier, challenge } = await createPkce()
console.log((await challengeOf(verifier)) === challenge) // true
await assertVerifier(verifier, challenge) // throws OAuthError when it does not fit
// #endregion room
