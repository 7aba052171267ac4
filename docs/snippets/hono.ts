import type { Sallyport } from '@sallyport/core'
import type { WebHandler } from '@sallyport/core/web'

declare const sallyport: Sallyport
declare const mcp: { fetch: WebHandler }

// #region hono
import { oauthRoutes, protect, type SallyportEnv } from '@sallyport/hono'
import { Hono } from 'hono'

const app = new Hono<SallyportEnv>()
app.use(oauthRoutes(sallyport)) // at the root of the origin
app.all('/mcp', protect(sallyport), (c) =>
  mcp.fetch(c.req.raw, { authInfo: c.get('auth'), parsedBody: c.get('parsedBody') }),
)
// #endregion hono
