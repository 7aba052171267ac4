import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import express, { type Express } from 'express'
import { introspectingVerifier } from './introspecting-verifier.js'
import { handleMcp } from './notes.js'
import type { Place } from './place.js'

export function createApp(place: Place): Express {
  const app = express()
  app.use(express.json())
  app.all('/mcp', requireBearerAuth({ verifier: introspectingVerifier(place) }), handleMcp)
  return app
}
