import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { oauthRoutes, protect } from '@sallyport/express'
import express4 from 'express-4'
import express5, { type RequestHandler } from 'express'
import type { Host } from '../types.js'
import { answerTo, BETWEEN_CHUNKS_MS, type HandlerAnswer } from './handler.js'
import { listen } from './listen.js'

async function write(response: ServerResponse, { status, headers, chunks }: HandlerAnswer): Promise<void> {
  for (const [name, value] of headers) response.setHeader(name, value)
  response.statusCode = status
  if (chunks.length < 2) return void response.end(chunks[0])
  for (const chunk of chunks) {
    response.write(chunk)
    await pause(BETWEEN_CHUNKS_MS)
  }
  response.end()
}

/** Configured beyond the defaults: no `X-Powered-By`, and paths are taken as the other hosts take them. */
function expressHost(name: string, framework: typeof express5): Host {
  return {
    name,
    start(sallyport) {
      let runs = 0
      const app = framework()
      app.disable('x-powered-by').enable('case sensitive routing').enable('strict routing')
      const handler: RequestHandler = (req, res, next) => {
        runs++
        const { auth } = req as { auth?: unknown }
        write(res, answerTo(req.method, auth, req.body)).catch(next)
      }
      app.use(oauthRoutes(sallyport))
      app.all('/mcp', protect(sallyport), handler)
      return listen(createServer(app), () => runs)
    },
  }
}

export const express4Host = expressHost('Express 4', express4)
export const express5Host = expressHost('Express 5', express5)
