import { getRequestListener } from '@hono/node-server'
import type { WebHandler } from '@sallyport/core/web'
import { Hono, type Handler } from 'hono'
import {
  startDeployment,
  watchCompletions,
  type DeploymentOptions,
  type WatchedDeployment,
} from '../../../adapter-contract/support/index.js'
import { oauthRoutes, protect, type SallyportEnv } from '../../src/index.js'

export interface AppOptions extends DeploymentOptions {
  /** Runs before the routes: body parsers and the like. */
  readonly before?: (app: Hono<SallyportEnv>) => void
}

/** A handler as the README writes it. */
export function webRoute(handler: WebHandler): Handler<SallyportEnv> {
  return (c) => handler(c.req.raw, { authInfo: c.get('auth'), parsedBody: c.get('parsedBody') })
}

/** A whole deployment behind Hono on Node that ends with the test. */
export async function startApp(handler: Handler<SallyportEnv>, setup: AppOptions = {}): Promise<WatchedDeployment> {
  const { before, ...options } = setup
  const completed: WatchedDeployment['completed'][number][] = []
  const deployment = await startDeployment((sallyport) => {
    const app = new Hono<SallyportEnv>()
    before?.(app)
    app.use(oauthRoutes(sallyport))
    app.all('/mcp', protect(watchCompletions(sallyport, completed)), handler)
    const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
    return (request, response) => void listener(request, response)
  }, options)
  return { ...deployment, completed }
}
