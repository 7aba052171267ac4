import { emptyReply, strictTransportHeaders, toResponse } from '../../primitives/replies/index.js'
import type { Sallyport } from '../../sallyport/index.js'
import { readBody } from './body.js'
import { targetOf, type WebConnection } from './request-facts.js'

const MAX_BODY_BYTES = 65_536

function headersOf(request: Request, { rawHeaders }: WebConnection): Headers {
  if (!rawHeaders) return new Headers(request.headers)
  const headers = new Headers()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }
  return headers
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
  const { method, signal } = request
  const body = request.body === null ? undefined : await readBody(request, MAX_BODY_BYTES)
  if (body?.kind === 'problem') {
    const reply = emptyReply(body.problem === 'too_large' ? 413 : 400)
    return toResponse({ ...reply, headers: [...reply.headers, ...strictTransportHeaders(origin)] })
  }
  const headers = headersOf(request, connection)
  // What the URL of the request says instead of the header, on servers that keep `Host` to themselves.
  if (!headers.has('host')) headers.set('host', new URL(request.url).host)
  return sallyport.handle(
    new Request(origin + target, { method, headers, signal, ...(body && { body: body.bytes }) }),
    {
      remoteAddress: connection.remoteAddress,
    },
  )
}
