import { toResponse, type Reply } from '../../primitives/replies/index.js'

interface NodeAnswer {
  writeHead(status: number, headers: Readonly<Record<string, string>>): { end(body: string): unknown }
}

export const isNodeAnswer = (value: unknown): value is NodeAnswer =>
  typeof value === 'object' && value !== null && 'writeHead' in value && typeof value.writeHead === 'function'

/** Answers a request of a transport in the place of the transport. */
export function answer(reply: Reply, target: unknown): Response | undefined {
  if (!isNodeAnswer(target)) return toResponse(reply)
  target.writeHead(reply.status, Object.fromEntries(reply.headers)).end(reply.body)
  return undefined
}

/** Tells when nobody reads an answer any more, or there is nothing left to read. */
export function whenRead(response: Response, done: () => void): Response {
  const { body, status, statusText, headers } = response
  if (body === null) {
    done()
    return response
  }
  const reader = body.getReader()
  const passedOn = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await reader.read()
          if (!chunk.done) return controller.enqueue(chunk.value)
          done()
          controller.close()
        } catch (error) {
          done()
          controller.error(error)
        }
      },
      cancel(reason) {
        done()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(passedOn, { status, statusText, headers })
}
