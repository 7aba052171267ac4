import type { WebHandler } from '@sallyport/core/web'
import type { Sallyport } from '@sallyport/core'

declare const sallyport: Sallyport
declare const mcp: { fetch: WebHandler }

// #region hono
import { oauthRoutes, protect, type ConnectionReader, type SallyportEnv } from '@sallyport/hono'
import { Hono } from 'hono'

const connection: ConnectionReader = (c) => ({ remoteAddress: c.req.header('cf-connecting-ip') })

const app = new Hono<SallyportEnv>()
app.use(oauthRoutes(sallyport, { connection }))
app.all('/mcp', protect(sallyport, { connection }), (c) =>
  mcp.fetch(c.req.raw, { authInfo: c.get('auth'), parsedBody: c.get('parsedBody') }),
)
// #endregion hono
