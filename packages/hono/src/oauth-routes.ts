import { ConfigError, type Sallyport } from '@sallyport/core'
import { handleOAuth } from '@sallyport/core/web'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { closeIfUnread, connectionOf, unreadRequest, type ConnectionReader } from './connection.js'

export interface OAuthRoutesOptions {
  /** What is known of a connection. Default: Node's socket on `@hono/node-server`, else nothing. */
  readonly connection?: ConnectionReader
}

/**
 * The well-known documents and OAuth endpoints. Belongs at the origin root, before body parsers; foreign paths fall
 * through to the next handler.
 *
 * @throws {ConfigError} (from the request) when mounted below a path: `/.well-known/…` cannot be seen from there
 *   (RFC 8414 §3)
 * @example
 * ```ts
 * import { oauthRoutes } from '@sallyport/hono'
 * import { Hono } from 'hono'
 * import type { Sallyport } from '@sallyport/core'
 *
 * declare const sallyport: Sallyport
 * const app = new Hono()
 * app.use(oauthRoutes(sallyport))
 * ```
 */
export function oauthRoutes(sallyport: Sallyport, options: OAuthRoutesOptions = {}): MiddlewareHandler {
  return async (c, next) => {
    const mounted = routePath(c)
    if (mounted !== '/*' && mounted !== '*') {
      throw new ConfigError({
        option: 'oauthRoutes',
        problem: `mounted at ${mounted}, where /.well-known/ cannot be seen.`,
        fix: 'Mount it at the root of the origin: app.use(oauthRoutes(sallyport)).',
      })
    }
    const answer = await handleOAuth(sallyport, await unreadRequest(c), connectionOf(c, options.connection))
    return answer ? closeIfUnread(c, answer) : next()
  }
}
