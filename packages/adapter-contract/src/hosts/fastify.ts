import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { oauthRoutes, protect, type ProtectedRequest } from '@sallyport/fastify'
import { fastify } from 'fastify'
import type { Host } from '../types.js'
import { answerTo, BETWEEN_CHUNKS_MS, LATE_MS } from './handler.js'
import { listen } from './listen.js'
import { writeAnswer } from './write-answer.js'

async function* paced(chunks: readonly string[]): AsyncGenerator<string> {
  for (const chunk of chunks) {
    yield chunk
    await pause(BETWEEN_CHUNKS_MS)
  }
}

/** Configured beyond the defaults: idle connections live as long as Node's own default, which the answers announce. */
export const fastifyHost: Host = {
  name: 'Fastify 5',
  async start(sallyport) {
    let runs = 0
    const app = fastify({ keepAliveTimeout: 5_000, forceCloseConnections: true })
    app.register(oauthRoutes(sallyport))
    app.all('/mcp', protect(sallyport), async (request, reply) => {
      runs++
      const { auth, body } = request as ProtectedRequest
      const answer = answerTo(request.method, auth, body)
      const { status, headers, chunks, way } = answer
      if (way === 'record' || way === 'pairs') {
        // As transports for Node do, which write past Fastify.
        reply.hijack()
        return writeAnswer(reply.raw, answer)
      }
      if (way === 'late') await pause(LATE_MS)
      for (const [name, value] of headers) reply.header(name, value)
      // Bytes: behind the type of a text Fastify writes a charset.
      const [only] = chunks
      const single = only === undefined ? undefined : Buffer.from(only)
      return reply.code(status).send(chunks.length > 1 ? Readable.from(paced(chunks)) : single)
    })
    await app.ready()
    const running = await listen(app.server, () => runs)
    return { ...running, close: () => running.close().then(() => app.close()) }
  },
}
