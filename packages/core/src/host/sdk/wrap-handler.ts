import type { Access } from '../../compositions/resource-server/index.js'
import { rpcErrorReply, toResponse, unauthorizedReply } from '../../primitives/replies/index.js'
import { idOf } from './messages.js'
import { accessOf, type SdkGuard } from './types.js'

/** What `createMcpHandler` of the SDK, version 2, makes. */
export interface SdkHandler {
  fetch(request: Request, options?: SdkFetchOptions): Promise<Response>
}

export interface SdkFetchOptions {
  readonly authInfo?: unknown
  readonly parsedBody?: unknown
}

const LISTEN = 'subscriptions/listen'

/** What the SDK reads of a body, unless told otherwise. */
const MAX_BYTES = 4_194_304

async function readBody(request: Request): Promise<unknown> {
  let size = 0
  const cap = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.length
      if (size > MAX_BYTES) throw new RangeError('The body is too large.')
      controller.enqueue(chunk)
    },
  })
  return new Response(request.clone().body?.pipeThrough(cap)).json()
}

const unreadable = () => toResponse(rpcErrorReply(400, { code: -32700, message: 'Parse error' }))

async function judgeListen(access: Access, request: Request, options: SdkFetchOptions): Promise<Response | undefined> {
  const { authInfo } = options
  if (access.principalOf(authInfo) === undefined) {
    access.refused('caller_unknown', 401, undefined, `methods/${LISTEN}`)
    return toResponse(unauthorizedReply(access.challenge === undefined ? [] : [access.challenge]))
  }
  const message: unknown = options.parsedBody ?? (await readBody(request))
  const verdict = await access.decide(message, authInfo)
  if (verdict.allowed) return undefined
  const id = typeof message === 'object' && message !== null ? idOf(message) : undefined
  return toResponse(rpcErrorReply(verdict.error.code, verdict.error, id))
}

/**
 * Guards what a handler of `createMcpHandler` answers without asking a server: `subscriptions/listen` of revision
 * 2026-07-28. Whoever names a resource there needs the right to read it (ST-63). The gate judges this too; needed where
 * the SDK's own `requireBearerAuth` stands instead. Wrap the servers in the factory for everything else.
 *
 * @returns the same handler
 * @example
 * ```ts
 * import { wrapHandler, wrapServer } from '@sallyport/core/sdk'
 * import type { Sallyport } from '@sallyport/core'
 * import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
 *
 * declare const sallyport: Sallyport
 * const newServer = () => wrapServer(new McpServer({ name: 'notes', version: '1.0.0' }), sallyport)
 * const handler = wrapHandler(createMcpHandler(newServer), sallyport)
 * console.log(typeof handler.fetch)
 * ```
 */
export function wrapHandler<Handler extends SdkHandler>(handler: Handler, guard: SdkGuard): Handler {
  const access = accessOf(guard)
  const fetch = handler.fetch.bind(handler)
  handler.fetch = async (request, options = {}) => {
    // The SDK refuses requests of this revision whose header and body name different methods.
    const listens = request.headers.get('mcp-method')?.trim() === LISTEN
    const refused = listens ? await judgeListen(access, request, options).catch(unreadable) : undefined
    return refused ?? fetch(request, options)
  }
  return handler
}
