import { randomUUID } from 'node:crypto'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { wrapServer } from '@sallyport/core/sdk'
import { oauthRoutes, protect } from '@sallyport/express'
import express, { type Express } from 'express'
import { createNotes } from './notes.js'
import type { Place } from './place.js'
import { sallyportFor } from './trusted-issuer.js'

export function createApp(place: Place): Express {
  const sallyport = sallyportFor(place)
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  const app = express()
  app.use(oauthRoutes(sallyport))
  app.all('/mcp', protect(sallyport), async (req, res) => {
    const known = sessions.get(req.get('mcp-session-id') ?? '')
    if (known) return known.handleRequest(req, res, req.body)
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    })
    await wrapServer(createNotes(), sallyport).connect(transport)
    await transport.handleRequest(req, res, req.body)
  })
  return app
}
