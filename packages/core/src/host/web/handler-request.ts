import type { Allowed } from '../../compositions/resource-server/index.js'

/**
 * The request as a handler may see it, once its body has been read. A request of 2026-07-28 loses its session id: the gate
 * asked nobody whose it is, and a handler for older revisions might open the session of somebody else with it (ST-40, ST-67).
 *
 * @example
 * ```ts
 * import { handlerRequest } from '@sallyport/core/web'
 *
 * const request = new Request('https://notes.example.com/mcp', { method: 'POST', headers: { 'mcp-session-id': 's1' } })
 * console.log(handlerRequest(request, 'modern').headers.has('mcp-session-id')) // false
 * ```
 */
export function handlerRequest(request: Request, era: Allowed['era']): Request {
  if (era !== 'modern' || !request.headers.has('mcp-session-id')) return request
  const { url, method, signal } = request
  const headers = new Headers(request.headers)
  headers.delete('mcp-session-id')
  return new Request(url, { method, headers, signal })
}
