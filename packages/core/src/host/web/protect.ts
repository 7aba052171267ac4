import type { SdkAuthInfo } from '../../compositions/resource-server/index.js'
import { toResponse } from '../../primitives/replies/index.js'
import type { Sallyport } from '../../sallyport/index.js'
import { enter } from './enter.js'
import { handleOAuth } from './handle-oauth.js'
import { handlerRequest } from './handler-request.js'
import { webRequestFacts, type WebConnection } from './request-facts.js'

/** What an MCP handler needs beside the request, whose body has been read. */
export interface HandlerContext {
  /** The caller; `token` is a reference, not the credential. */
  readonly authInfo: SdkAuthInfo
  /** The message that was judged; `undefined` for a request without a body. */
  readonly parsedBody: unknown
}

/** The shape of `createMcpHandler(…).fetch` (SDK v2) and of the web transport's `handleRequest` (SDK v1). */
export type WebHandler = (request: Request, context: HandlerContext) => Response | Promise<Response>

export interface ProtectOptions {
  /** Name in `resources`; may be left out while there is one resource. */
  readonly resource?: string
}

/**
 * Both gates in front of a web-standard MCP handler: well-known documents and OAuth endpoints are answered, every other
 * path goes through the gate to `handler`. Route what is public before it.
 *
 * @returns a `fetch` function; the second argument brings what the host knows of the connection
 * @throws {ConfigError} for an unknown resource name
 * @example
 * ```ts
 * import { protect } from '@sallyport/core/web'
 * import type { Sallyport } from '@sallyport/core'
 *
 * declare const sallyport: Sallyport
 * export const fetch = protect(sallyport, (_request, { authInfo, parsedBody }) =>
 *   Response.json({ caller: authInfo.clientId, asked: parsedBody }),
 * )
 * ```
 */
export function protect(
  sallyport: Sallyport,
  handler: WebHandler,
  options: ProtectOptions = {},
): (request: Request, connection?: WebConnection) => Promise<Response> {
  const gate = sallyport.gate(options.resource)

  return async (request, connection = {}) => {
    const answer = await handleOAuth(sallyport, request, connection)
    if (answer) return answer
    const admitted = await gate.admit(webRequestFacts(request, connection))
    const entered = admitted.allowed ? await enter(gate, admitted, request) : admitted
    if (!entered.allowed) return toResponse(entered.reply)
    try {
      const judged = handlerRequest(request, entered.era)
      return await entered.seal(await handler(judged, { authInfo: entered.authInfo, parsedBody: entered.message }))
    } catch (error) {
      entered.failed()
      throw error
    }
  }
}
