import type { Sallyport } from '@sallyport/core'
import { enter, requestFacts, setHeaderLines } from '@sallyport/core/node'
import type { Admitted, SdkAuthInfo } from '@sallyport/core/resource-server'
import type { Reply as GateReply } from '@sallyport/core/replies'
import type {
  FastifyReply,
  FastifyRequest,
  onRequestAsyncHookHandler,
  preParsingAsyncHookHandler,
  preValidationAsyncHookHandler,
} from 'fastify'

export interface ProtectOptions {
  /** Name in `resources`; may be left out while there is one resource. */
  readonly resource?: string
}

/** Options of the route that is protected. */
export interface ProtectRouteOptions {
  readonly onRequest: onRequestAsyncHookHandler
  readonly preParsing: preParsingAsyncHookHandler
  readonly preValidation: preValidationAsyncHookHandler
}

/** A request behind `protect`. */
export interface ProtectedRequest extends FastifyRequest {
  /** The caller, in the MCP SDK's `AuthInfo` shape; `token` is a reference, not the credential. Also `raw.auth`. */
  readonly auth: SdkAuthInfo
}

/** What makes Fastify look for a parser. */
const UNTYPED = { 'content-type': undefined, 'content-length': undefined, 'transfer-encoding': undefined }

function send(reply: FastifyReply, { status, headers, body }: GateReply): FastifyReply {
  // Somebody else has begun an answer meanwhile.
  if (reply.raw.headersSent) return reply.hijack()
  setHeaderLines(reply.raw, headers)
  // An unread body would be taken for the next request of the connection.
  if (!reply.request.raw.complete) reply.header('connection', 'close')
  // Fastify does not measure what it leaves out.
  if (reply.request.method === 'HEAD') reply.header('content-length', Buffer.byteLength(body))
  // Bytes, not text: Fastify writes a charset behind the type of a text.
  return reply.code(status).send(body === '' ? undefined : Buffer.from(body))
}

/**
 * Route options that let a request through to the MCP handler only when the gate allows it.
 *
 * The handler finds the caller in `request.auth` and `request.raw.auth` (the SDK's `AuthInfo`; its `token` is a
 * reference, not the credential) and the parsed message in `request.body`. The body is read here, under the gate's cap:
 * content type parsers and `bodyLimit` of the application do not apply to the route.
 *
 * @throws {ConfigError} for an unknown resource name
 * @example
 * ```ts
 * import { oauthRoutes, protect } from '@sallyport/fastify'
 * import { fastify } from 'fastify'
 * import type { Sallyport } from '@sallyport/core'
 *
 * declare const sallyport: Sallyport
 * const app = fastify()
 * app.register(oauthRoutes(sallyport))
 * app.all('/mcp', protect(sallyport), async (request) => request.body)
 * ```
 */
export function protect(sallyport: Sallyport, options: ProtectOptions = {}): ProtectRouteOptions {
  const gate = sallyport.gate(options.resource)
  const admissions = new WeakMap<FastifyRequest, Admitted>()
  const headersOf = new WeakMap<FastifyRequest, FastifyRequest['headers']>()

  return {
    async onRequest(request, reply) {
      const admitted = await gate.admit(requestFacts(request.raw))
      if (!admitted.allowed) return send(reply, admitted.reply)
      admissions.set(request, admitted)
    },
    async preParsing(request, reply, payload) {
      const admitted = admissions.get(request)
      if (!admitted) throw new Error('The gate has not seen this request.')
      const entered = await enter(gate, admitted, request.raw, reply.raw, payload)
      if (!entered.allowed) return send(reply, entered.reply)
      Object.assign(request, { auth: entered.authInfo, body: entered.message })
      Object.assign(request.raw, { auth: entered.authInfo })
      // To Fastify the request looks bodyless from here to preValidation: nothing is parsed a second time.
      headersOf.set(request, request.headers)
      request.headers = UNTYPED
      return payload
    },
    async preValidation(request) {
      const headers = headersOf.get(request)
      // A route may have put a hook of its own in the place of ours.
      if (!headers) throw new Error('The gate has not judged this request.')
      request.headers = headers
    },
  }
}
