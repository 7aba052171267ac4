import { toWebHeaders } from '@sallyport/core/node'
import type { SdkAuthInfo } from '@sallyport/core/resource-server'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * The web `Request` of a request behind `protect`, for handlers like `createMcpHandler(…).fetch` of the MCP SDK v2. Its
 * body has been read: hand `request.body` over beside it. Its URL is that of the resource, never of the `Host` header
 * (UR-16), and its `signal` aborts when the client goes (ST-64).
 *
 * @example
 * ```ts
 * import { protect, toRequest, type ProtectedRequest } from '@sallyport/fastify'
 * import { fastify } from 'fastify'
 * import type { Sallyport } from '@sallyport/core'
 *
 * declare const sallyport: Sallyport
 * declare const handler: { fetch(request: Request, context: object): Promise<Response> }
 * const app = fastify()
 * app.all('/mcp', protect(sallyport), async (request, reply) => {
 *   const { auth: authInfo, body: parsedBody } = request as ProtectedRequest
 *   return reply.send(await handler.fetch(toRequest(request, reply), { authInfo, parsedBody }))
 * })
 * ```
 */
export function toRequest(request: FastifyRequest, reply: FastifyReply): Request {
  const { auth } = request as FastifyRequest & { readonly auth?: SdkAuthInfo }
  if (!auth) throw new TypeError('toRequest() needs a request that went through protect().')
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  // An absolute target names an authority of its own (RFC 9112 §3.2.2).
  const target = request.originalUrl.replace(/^[^/]+:\/\/[^/?]*/, '')
  return new Request(auth.resource.origin + target, {
    method: request.method,
    headers: toWebHeaders(request.raw.rawHeaders),
    signal: gone.signal,
  })
}
