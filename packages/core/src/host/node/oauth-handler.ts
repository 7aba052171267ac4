import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Sallyport } from '../../sallyport/index.js'
import { emptyReply, strictTransportHeaders } from '../../primitives/replies/index.js'
import { sendResponse, toWebRequest } from './bridge.js'
import { sendReply } from './reply.js'

/**
 * Answers a request for a well-known document or an OAuth endpoint. Never rejects.
 *
 * @returns `false` for a foreign path: the host goes on to its next handler
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 * import { handleOAuth } from '@sallyport/core/node'
 * import type { Sallyport } from '@sallyport/core'
 *
 * declare const sallyport: Sallyport
 * createServer((req, res) => {
 *   void handleOAuth(sallyport, req, res).then((answered) => answered || res.writeHead(404).end())
 * })
 * ```
 */
export async function handleOAuth(
  sallyport: Sallyport,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const target = (request as { originalUrl?: string }).originalUrl ?? request.url ?? '/'
  if (!sallyport.owns(target)) return false
  const { origin } = sallyport
  // Nothing comes of it when the client has gone, or sent what no web request can be, such as the method TRACE (Fetch
  // §2.2.1): a stranger must not be able to make this reject.
  const webRequest = await toWebRequest(request, response, { origin }).catch(() => 'unreadable' as const)
  if (typeof webRequest === 'string') {
    const reply = emptyReply(webRequest === 'too_large' ? 413 : 400)
    sendReply(response, { ...reply, headers: [...reply.headers, ...strictTransportHeaders(origin)] })
    return true
  }
  const answer = await sallyport.handle(webRequest, { remoteAddress: request.socket.remoteAddress })
  if (!answer) return false
  await sendResponse(response, answer)
  return true
}
