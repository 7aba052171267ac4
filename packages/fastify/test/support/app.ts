import { fastify, type FastifyInstance, type FastifyServerOptions, type RouteHandlerMethod } from 'fastify'
import type { WebHandler } from '@sallyport/core/web'
import {
  startDeployment,
  watchCompletions,
  type DeploymentOptions,
  type WatchedDeployment,
} from '../../../adapter-contract/support/index.js'
import { oauthRoutes, protect, toRequest, type ProtectedRequest } from '../../src/index.js'

export interface AppOptions extends DeploymentOptions {
  readonly server?: FastifyServerOptions
  /** Runs before the routes: plugins, hooks, parsers. */
  readonly before?: (app: FastifyInstance) => unknown
}

/** A handler as the README writes it. */
export function webRoute(handler: WebHandler): RouteHandlerMethod {
  return async (request, reply) => {
    const { auth: authInfo, body: parsedBody } = request as ProtectedRequest
    return reply.send(await handler(toRequest(request, reply), { authInfo, parsedBody }))
  }
}

/** A whole deployment behind Fastify that ends with the test. */
export async function startApp(handler: RouteHandlerMethod, setup: AppOptions = {}): Promise<WatchedDeployment> {
  const { server = {}, before, ...options } = setup
  const completed: WatchedDeployment['completed'][number][] = []
  const deployment = await startDeployment(async (sallyport) => {
    const app = fastify(server)
    await before?.(app)
    void app.register(oauthRoutes(sallyport))
    app.all('/mcp', protect(watchCompletions(sallyport, completed)), handler)
    await app.ready()
    return (request, response) => app.routing(request, response)
  }, options)
  return { ...deployment, completed }
}
