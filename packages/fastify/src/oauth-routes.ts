import { ConfigError, type Sallyport } from '@sallyport/core'
import { handleOAuth } from '@sallyport/core/node'
import type { FastifyPluginAsync } from 'fastify'

/**
 * The well-known documents and OAuth endpoints. Belongs at the origin root; foreign paths go on to their routes. Answers
 * before Fastify looks at a body, so that no content type parser is needed. The answers are those of core alone: hooks
 * that set headers or change payloads do not touch them.
 *
 * @throws {ConfigError} (from `ready`) when registered under a prefix: `/.well-known/…` cannot be seen from there
 *   (RFC 8414 §3)
 * @example
 * ```ts
 * import { oauthRoutes } from '@sallyport/fastify'
 * import { fastify } from 'fastify'
 * import type { Sallyport } from '@sallyport/core'
 *
 * declare const sallyport: Sallyport
 * const app = fastify()
 * app.register(oauthRoutes(sallyport))
 * ```
 */
export function oauthRoutes(sallyport: Sallyport): FastifyPluginAsync<{ prefix?: string }> {
  const plugin: FastifyPluginAsync<{ prefix?: string }> = async (app, { prefix = '' }) => {
    const mounted = app.prefix + prefix
    if (mounted !== '') {
      throw new ConfigError({
        option: 'oauthRoutes',
        problem: `registered under ${mounted}, where /.well-known/ cannot be seen.`,
        fix: 'Register it at the root of the origin: app.register(oauthRoutes(sallyport)).',
      })
    }
    app.addHook('onRequest', async (request, reply) => {
      if (!sallyport.owns(request.originalUrl)) return
      reply.hijack()
      await handleOAuth(sallyport, request.raw, reply.raw)
    })
  }
  // The hook belongs to the application, also to paths that no route knows (Fastify, "Plugins": skip-override).
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true })
}
