import type { IncomingMessage } from 'node:http'
import { rawHeaderLines } from '../../foundation/index.js'
import type { RequestFacts } from '../../policy/transport/index.js'

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
    headerLines: (name) => rawHeaderLines(rawHeaders, name),
  }
}
