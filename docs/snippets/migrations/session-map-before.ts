import { randomUUID } from 'node:crypto'
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import express, { type Express } from 'express'
import { introspectingVerifier } from './introspecting-verifier.js'
import { createNotes } from './notes.js'
import type { Place } from './place.js'

export function createApp(place: Place): Express {
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  const app = express()
  app.use(express.json())
  app.all('/mcp', requireBearerAuth({ verifier: introspectingVerifier(place) }), async (req, res) => {
    const known = sessions.get(req.get('mcp-session-id') ?? '')
    if (known) return known.handleRequest(req, res, req.body)
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    })
    await createNotes().connect(transport)
    await transport.handleRequest(req, res, req.body)
  })
  return app
}
