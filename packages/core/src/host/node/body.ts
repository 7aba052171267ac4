import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'

/** A body read under a cap, or why there is none. */
export type BodyResult =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'problem'; readonly problem: 'too_large' | 'aborted' }

/** Node's own limit for a whole request (`server.requestTimeout`). Fastify switches that off unless it is told otherwise. */
const TIME_LIMIT_MS = 300_000

/**
 * Reads a request's body once and holds no more than `maxBytes` of it. A body over the cap is drained without being
 * kept, so that the client can still read the answer; the connection is closed after it. Nobody may take forever: a body
 * that is not there after five minutes is given up, where the server has no shorter limit.
 *
 * @param payload where the host put another stream in front of the request's own, such as one that unpacks
 */
export function readBody(request: IncomingMessage, maxBytes: number, payload: Readable = request): Promise<BodyResult> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > maxBytes) {
    payload.on('error', () => undefined).resume()
    return Promise.resolve({ kind: 'problem', problem: 'too_large' })
  }
  // Gone, or read by somebody else: no event would ever come.
  if (payload.destroyed || payload.readableEnded) return Promise.resolve({ kind: 'problem', problem: 'aborted' })
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = []
    let size = 0
    const finish = (result: BodyResult): void => {
      clearTimeout(timer)
      payload.off('data', onData).off('end', onEnd).off('error', onAbort).off('close', onAbort)
      resolve(result)
    }
    const onData = (data: Buffer | string): void => {
      const chunk = typeof data === 'string' ? Buffer.from(data) : data
      size += chunk.length
      if (size > maxBytes) {
        finish({ kind: 'problem', problem: 'too_large' })
        payload.on('error', () => undefined).resume()
      } else chunks.push(chunk)
    }
    const onEnd = (): void => finish({ kind: 'bytes', bytes: new Uint8Array(Buffer.concat(chunks)) })
    const onAbort = (): void => finish({ kind: 'problem', problem: 'aborted' })
    const timer = setTimeout(onAbort, TIME_LIMIT_MS).unref()
    payload.on('data', onData).on('end', onEnd).on('error', onAbort).on('close', onAbort)
  })
}
