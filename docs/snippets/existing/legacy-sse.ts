import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
import { wrapServer } from '@sallyport/core/sdk'
import { oauthRoutes, protect } from '@sallyport/express'
import express, { type Express } from 'express'
import { createNotes } from '../migrations/notes.js'
import type { Place } from '../migrations/place.js'
import { sallyportFor } from '../migrations/trusted-issuer.js'

export function createApp(place: Place): Express {
  const sallyport = sallyportFor(place, { resource: `${place.origin}/sse` })
  const app = express()
  // #region sse
  const sessions = new Map<string, SSEServerTransport>()
  app.use(oauthRoutes(sallyport))
  app.get('/sse', protect(sallyport), async (_req, res) => {
    const transport = new SSEServerTransport('/messages', res)
    sessions.set(transport.sessionId, transport)
    res.once('close', () => sessions.delete(transport.sessionId))
    await wrapServer(createNotes(), sallyport).connect(transport)
  })
  app.post('/messages', protect(sallyport), async (req, res) => {
    const transport = sessions.get(String(req.query['sessionId']))
    if (transport) await transport.handlePostMessage(req, res, req.body)
    else res.sendStatus(404)
  })
  // #endregion sse
  return app
}
