import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { createTransportRegistry, wrapServer } from '@sallyport/core/sdk'
import { oauthRoutes, protect } from '@sallyport/express'
import express, { type Express } from 'express'
import { createNotes } from './notes.js'
import type { Place } from './place.js'
import { sallyportFor } from './trusted-issuer.js'

export function createApp(place: Place): Express {
  const sallyport = sallyportFor(place)
  const sessions = createTransportRegistry(sallyport, async (options) => {
    const transport = new StreamableHTTPServerTransport(options)
    await wrapServer(createNotes(), sallyport).connect(transport)
    return transport
  })
  const app = express()
  app.use(oauthRoutes(sallyport))
  app.all('/mcp', protect(sallyport), (req, res) => sessions.handleRequest(req, res, req.body))
  setInterval(() => void sessions.sweep().catch(console.error), 5 * 60_000).unref()
  return app
}
