import { toWebHeaders } from '../../foundation/index.js'
import { emptyReply, strictTransportHeaders, toResponse } from '../../primitives/replies/index.js'
import type { Sallyport } from '../../sallyport/index.js'
import { readBody } from './body.js'
import { targetOf, type WebConnection } from './request-facts.js'

const MAX_BODY_BYTES = 65_536

/** Rejects for methods that no web request can have, such as TRACE (Fetch §2.2.1), on servers that let them pass. */
async function readRequest(
  request: Request,
  url: string,
  connection: WebConnection,
): Promise<Request | 'too_large' | 'unreadable'> {
  const { method, signal } = request
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
  const body = hasBody ? await readBody(request, MAX_BODY_BYTES) : undefined
  if (body?.kind === 'problem') return body.problem === 'too_large' ? 'too_large' : 'unreadable'
  const headers = connection.rawHeaders ? toWebHeaders(connection.rawHeaders) : new Headers(request.headers)
  // What the URL says instead of the header, on servers that keep `Host` to themselves.
  if (!headers.has('host')) headers.set('host', new URL(request.url).host)
  return new Request(url, { method, headers, signal, ...(body && { body: body.bytes }) })
}

/**
 * Answers a request for a well-known document or an OAuth endpoint, its body read under a cap and its URL taken from
 * the configuration.
 *
 * @returns `undefined` for a foreign path
 * @example
 * ```ts
 * import { handleOAuth } from '@sallyport/core/web'
 * import type { Sallyport } from '@sallyport/core'
 *
 * export async function answer(sallyport: Sallyport, request: Request): Promise<Response> {
 *   return (await handleOAuth(sallyport, request)) ?? new Response(null, { status: 404 })
 * }
 * ```
 */
export async function handleOAuth(
  sallyport: Sallyport,
  request: Request,
  connection: WebConnection = {},
): Promise<Response | undefined> {
  const target = targetOf(request, connection)
  if (!sallyport.owns(target)) return undefined
  const { origin } = sallyport
  const ours = await readRequest(request, origin + target, connection).catch(() => 'unreadable' as const)
  if (typeof ours !== 'string') return sallyport.handle(ours, { remoteAddress: connection.remoteAddress })
  const reply = emptyReply(ours === 'too_large' ? 413 : 400)
  return toResponse({ ...reply, headers: [...reply.headers, ...strictTransportHeaders(origin)] })
}
