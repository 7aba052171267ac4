import type { ServerResponse } from 'node:http'
import { replyLines, type Reply } from '../../primitives/replies/index.js'

/** Writes header lines; a repeated name keeps all its lines. */
export function setHeaderLines(response: ServerResponse, lines: Reply['headers']): void {
  for (const [name, value] of lines) response.appendHeader(name, value)
}

/**
 * Writes an answer of the gate. Does nothing when the client has gone.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 * import { sendReply } from '@sallyport/core/node'
 *
 * createServer((_req, res) => {
 *   sendReply(res, { status: 401, headers: [['www-authenticate', 'Bearer']], body: '' })
 * })
 * ```
 */
export function sendReply(response: ServerResponse, reply: Reply): void {
  if (response.destroyed || response.headersSent) return
  response.statusCode = reply.status
  setHeaderLines(response, replyLines(reply))
  // An unread body would be taken for the next request of the connection, or make Node wait for its end.
  if (!response.req.complete) response.setHeader('connection', 'close')
  response.end(reply.body)
}
