import { ConfigError, type Sallyport } from '@sallyport/core'
import { handleOAuth } from '@sallyport/core/node'
import type { RequestHandler } from 'express'

/**
 * The well-known documents and OAuth endpoints. Belongs at the origin root, before body parsers; foreign paths fall
 * through to the next handler. Works with Express 4 and 5.
 *
 * @throws {ConfigError} (to `next`) when mounted below a path: `/.well-known/…` cannot be seen from there (RFC 8414 §3)
 * @example
 * ```ts
 * import express from 'express'
 * import { oauthRoutes } from '@sallyport/express'
 * import type { Sallyport } from '@sallyport/core'
 *
 * declare const sallyport: Sallyport
 * const app = express()
 * app.use(oauthRoutes(sallyport))
 * ```
 */
export function oauthRoutes(sallyport: Sallyport): RequestHandler {
  const run: (...args: Parameters<RequestHandler>) => Promise<void> = async (req, res, next) => {
    if (req.baseUrl !== '') {
      throw new ConfigError({
        option: 'oauthRoutes',
        problem: `mounted at ${req.baseUrl}, where /.well-known/ cannot be seen.`,
        fix: 'Mount it at the root of the origin: app.use(oauthRoutes(sallyport)).',
      })
    }
    if (!(await handleOAuth(sallyport, req, res))) next()
  }
  return (req, res, next) => void run(req, res, next).catch(next)
}
