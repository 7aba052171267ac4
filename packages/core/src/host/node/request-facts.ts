import type { IncomingMessage } from 'node:http'
import type { RequestFacts } from '../../policy/transport/index.js'

const NONE: readonly string[] = []

/**
 * What the gate may know of a Node request before its body is read. Header lines come from `rawHeaders`: Node's joined
 * view drops a second `Authorization` line, and the gate must see it (RFC 6750 §2).
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 * import { requestFacts } from '@sallyport/core/node'
 *
 * createServer((req, res) => {
 *   res.end(String(requestFacts(req).headerLines('authorization').length))
 * })
 * ```
 */
export function requestFacts(request: IncomingMessage): RequestFacts {
  const { rawHeaders } = request
  return {
    method: request.method ?? 'GET',
    target: (request as { originalUrl?: string }).originalUrl ?? request.url ?? '/',
    remoteAddress: request.socket.remoteAddress,
    headerLines(name) {
      let lines: string[] | undefined
      for (let index = 0; index < rawHeaders.length; index += 2) {
        const candidate = rawHeaders[index] ?? ''
        if (candidate.length === name.length && candidate.toLowerCase() === name) {
          const value = rawHeaders[index + 1] ?? ''
          if (lines) lines.push(value)
          else lines = [value]
        }
      }
      return lines ?? NONE
    },
  }
}
