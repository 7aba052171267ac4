import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { oauthRoutes, protect, type SallyportEnv } from '@sallyport/hono'
import { Hono } from 'hono'
import type { Host } from '../types.js'
import { answerTo, BETWEEN_CHUNKS_MS, LATE_MS, type HandlerAnswer } from './handler.js'
import { listen } from './listen.js'

function streamOf(chunks: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(encoder.encode(chunk))
        await pause(BETWEEN_CHUNKS_MS)
      }
      controller.close()
    },
  })
}

function headersOf({ headers, way }: HandlerAnswer): HeadersInit {
  if (way === 'record') return Object.fromEntries(headers)
  if (way === 'pairs') return headers.map(([name, text]): [string, string] => [name, text])
  const lines = new Headers()
  for (const [name, text] of headers) lines.append(name, text)
  return lines
}

/** With its defaults. */
export const honoHost: Host = {
  name: 'Hono on Node',
  start(sallyport) {
    let runs = 0
    const app = new Hono<SallyportEnv>()
    app.use(oauthRoutes(sallyport))
    app.all('/mcp', protect(sallyport), async (c) => {
      runs++
      const answer = answerTo(c.req.method, c.get('auth'), c.get('parsedBody'))
      const { status, chunks, way } = answer
      if (way === 'late') await pause(LATE_MS)
      const body = chunks.length > 1 ? streamOf(chunks) : (chunks[0] ?? null)
      return new Response(body, { status, headers: headersOf(answer) })
    })
    return listen(createAdaptorServer({ fetch: app.fetch }) as Server, () => runs)
  },
}
