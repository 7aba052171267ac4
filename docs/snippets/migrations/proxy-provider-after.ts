import { createSallyport, oidcUpstream } from '@sallyport/core'
import { developmentKeys } from '@sallyport/core/keys'
import { memoryStore } from '@sallyport/core/store'
import { oauthRoutes, protect } from '@sallyport/express'
import express, { type Express } from 'express'
import { handleMcp } from './notes.js'
import type { Place } from './place.js'

export function createApp({ origin, issuer, clientId, clientSecret }: Place): Express {
  const sallyport = createSallyport({
    resource: `${origin}/mcp`,
    scopes: { 'notes:read': 'Read your notes' },
    operations: { default: ['notes:read'] },
    authorizationServer: {
      issuer: origin,
      upstream: oidcUpstream({ issuer, clientId, clientSecret, unsafelyAllowHttpLoopback: true }),
      registration: { dynamic: true },
    },
    keys: developmentKeys(), // keysFromFile or keysFromEnv in production
    store: memoryStore(), // sqliteStore in production
    unsafelyAllowHttpLoopback: true, // only because everything on this page runs on one machine
  })
  const app = express()
  app.use(oauthRoutes(sallyport))
  app.all('/mcp', protect(sallyport), handleMcp)
  return app
}
