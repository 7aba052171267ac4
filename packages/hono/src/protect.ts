import type { Sallyport } from '@sallyport/core'
import { toResponse } from '@sallyport/core/replies'
import { enter, handlerRequest, webRequestFacts } from '@sallyport/core/web'
import type { MiddlewareHandler } from 'hono'
import { closeIfUnread, connectionOf, unreadRequest, type ConnectionReader } from './connection.js'
import type { SallyportEnv } from './env.js'

export interface ProtectOptions {
  /** Name in `resources`; may be left out while there is one resource. */
  readonly resource?: string
  /** What is known of a connection. Default: Node's socket on `@hono/node-server`, else nothing. */
  readonly connection?: ConnectionReader
}

/**
 * Lets a request through to the MCP handler only when the gate allows it.
 *
 * The handler finds the caller in `c.get('auth')` (the SDK's `AuthInfo`; its `token` is a reference, not the
 * credential) and the parsed message in `c.get('parsedBody')`, which it must hand to the transport: the body of
 * `c.req.raw` has been read.
 *
 * @throws {ConfigError} for an unknown resource name
 * @example
 * ```ts
 * import { oauthRoutes, protect, type SallyportEnv } from '@sallyport/hono'
 * import { Hono } from 'hono'
 * import type { Sallyport } from '@sallyport/core'
 *
 * declare const sallyport: Sallyport
 * const app = new Hono<SallyportEnv>()
 * app.use(oauthRoutes(sallyport))
 * app.all('/mcp', protect(sallyport), (c) => c.json({ caller: c.get('auth').clientId }))
 * ```
 */
export function protect(sallyport: Sallyport, options: ProtectOptions = {}): MiddlewareHandler<SallyportEnv> {
  const gate = sallyport.gate(options.resource)

  return async (c, next) => {
    const admitted = await gate.admit(webRequestFacts(c.req.raw, connectionOf(c, options.connection)))
    const entered = admitted.allowed ? await enter(gate, admitted, await unreadRequest(c)) : admitted
    if (!entered.allowed) return closeIfUnread(c, toResponse(entered.reply))
    c.req.raw = handlerRequest(c.req.raw, entered.era)
    c.set('auth', entered.authInfo)
    c.set('parsedBody', entered.message)
    // Who asks Hono for the body afterwards gets what was judged.
    c.req.bodyCache.json = Promise.resolve(entered.message)
    try {
      await next()
    } catch (error) {
      entered.failed()
      throw error
    }
    const answer = await entered.seal(c.res)
    c.res = undefined
    c.res = answer
    return undefined
  }
}
