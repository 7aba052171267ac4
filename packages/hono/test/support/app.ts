import { getRequestListener } from '@hono/node-server'
import { Hono, type Handler } from 'hono'
import { startDeployment, type Deployment, type DeploymentOptions } from '../../../adapter-contract/support/index.js'
import { oauthRoutes, protect, type SallyportEnv } from '../../src/index.js'

export interface AppOptions extends DeploymentOptions {
  /** Runs before the routes: body parsers and the like. */
  readonly before?: (app: Hono<SallyportEnv>) => void
  /** The MCP handler. Default: answers with what the gate left in the context. */
  readonly handler?: Handler<SallyportEnv>
}

const echo: Handler<SallyportEnv> = async (c) => c.json({ auth: c.get('auth'), body: c.get('parsedBody') })

/** A whole deployment behind Hono on Node that ends with the test. */
export function startApp(setup: AppOptions = {}): Promise<Deployment> {
  const { before, handler = echo, ...deployment } = setup
  return startDeployment((sallyport) => {
    const app = new Hono<SallyportEnv>()
    before?.(app)
    app.use(oauthRoutes(sallyport))
    app.all('/mcp', protect(sallyport), handler)
    const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
    return (request, response) => void listener(request, response)
  }, deployment)
}
