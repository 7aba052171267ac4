import { fastify, type FastifyInstance, type FastifyServerOptions, type RouteHandlerMethod } from 'fastify'
import { startDeployment, type Deployment, type DeploymentOptions } from '../../../adapter-contract/support/index.js'
import { oauthRoutes, protect } from '../../src/index.js'

export interface AppOptions extends DeploymentOptions {
  readonly server?: FastifyServerOptions
  /** Runs before the routes: plugins, hooks, parsers. */
  readonly before?: (app: FastifyInstance) => unknown
  /** The MCP handler. Default: answers with what the gate left in the request. */
  readonly handler?: RouteHandlerMethod
}

const echo: RouteHandlerMethod = async (request) => ({
  auth: (request as { auth?: unknown }).auth,
  rawAuth: (request.raw as { auth?: unknown }).auth,
  body: request.body,
  contentType: request.headers['content-type'],
})

/** A whole deployment behind Fastify that ends with the test. */
export function startApp(setup: AppOptions = {}): Promise<Deployment> {
  const { server = {}, before, handler = echo, ...deployment } = setup
  return startDeployment(async (sallyport) => {
    const app = fastify(server)
    await before?.(app)
    void app.register(oauthRoutes(sallyport))
    app.all('/mcp', protect(sallyport), handler)
    await app.ready()
    return (request, response) => app.routing(request, response)
  }, deployment)
}
