import { createServer } from 'node:http'
import { oauthRoutes, protect } from '@sallyport/express'
import express4 from 'express-4'
import express5, { type RequestHandler } from 'express'
import type { Host } from '../types.js'
import { answerTo } from './handler.js'
import { listen } from './listen.js'
import { writeAnswer } from './write-answer.js'

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
        writeAnswer(res, answerTo(req.method, auth, req.body)).catch(next)
      }
      app.use(oauthRoutes(sallyport))
      app.all('/mcp', protect(sallyport), handler)
      return listen(createServer(app), () => runs)
    },
  }
}

export const express4Host = expressHost('Express 4', express4)
export const express5Host = expressHost('Express 5', express5)
