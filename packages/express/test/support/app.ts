import express4 from 'express-4'
import express5, { type Express, type RequestHandler } from 'express'
import { onTestFinished } from 'vitest'
import {
  openDeployment,
  type Deployment,
  type DeploymentOptions,
} from '../../../adapter-contract/support/deployment.js'
import { oauthRoutes, protect } from '../../src/index.js'

export const majors: Readonly<Record<'Express 4' | 'Express 5', typeof express5>> = {
  'Express 4': express4,
  'Express 5': express5,
}

export type App = Omit<Deployment, 'port' | 'close'>

export type OpenApp = Deployment

export interface AppOptions extends DeploymentOptions {
  readonly framework?: typeof express5
  /** Runs before the routes: body parsers and the like. */
  readonly before?: (app: Express) => void
  /** The MCP handler. Default: answers with what the gate left in the request. */
  readonly handler?: RequestHandler
}

const echo: RequestHandler = (req, res) => {
  res.json({ auth: (req as { auth?: unknown }).auth, body: req.body as unknown })
}

/** A whole deployment on free ports that ends with the test. */
export async function startApp(setup: AppOptions = {}): Promise<App> {
  const app = await openApp(setup)
  onTestFinished(() => app.close())
  return app
}

/** A whole deployment on free ports: provider, store, both gates, Express. */
export function openApp(setup: AppOptions = {}): Promise<OpenApp> {
  const { framework = express5, handler = echo, before, ...deployment } = setup
  return openDeployment((sallyport) => {
    const app = framework()
    before?.(app)
    app.use(oauthRoutes(sallyport))
    app.all('/mcp', protect(sallyport), handler)
    return app
  }, deployment)
}
