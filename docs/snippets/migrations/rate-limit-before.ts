import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import express, { type Express } from 'express'
import { rateLimit } from 'express-rate-limit'
import { introspectingVerifier } from './introspecting-verifier.js'
import { handleMcp } from './notes.js'
import type { Place } from './place.js'

export function createApp(place: Place): Express {
  const app = express()
  app.use('/mcp', rateLimit({ windowMs: 60_000, limit: 5 }))
  app.use(express.json())
  app.all('/mcp', requireBearerAuth({ verifier: introspectingVerifier(place) }), handleMcp)
  return app
}
