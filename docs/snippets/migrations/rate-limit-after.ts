import { oauthRoutes, protect } from '@sallyport/express'
import express, { type Express } from 'express'
import { handleMcp } from './notes.js'
import type { Place } from './place.js'
import { sallyportFor } from './trusted-issuer.js'

export function createApp(place: Place): Express {
  const sallyport = sallyportFor(place, {
    limits: { user: { burst: 5, intervalMs: 12_000 } }, // five at once, five a minute
    operations: { default: ['notes:read'], 'tools/whoami': { scope: ['notes:read'], cost: 1 } },
  })
  const app = express()
  app.use(oauthRoutes(sallyport))
  app.all('/mcp', protect(sallyport), handleMcp)
  return app
}
