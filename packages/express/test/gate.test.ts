import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { SdkAuthInfo } from '@sallyport/core/resource-server'
import type { WebHandler } from '@sallyport/core/web'
import type { RequestHandler } from 'express'
import {
  describeGate,
  startDeployment,
  watchCompletions,
  type WatchedDeployment,
} from '../../adapter-contract/support/index.js'
import { oauthRoutes, protect } from '../src/index.js'
import { majors } from './support/app.js'

/** Express has no web handlers of its own. */
function webRoute(handler: WebHandler): RequestHandler {
  return async (req, res) => {
    const gone = new AbortController()
    res.once('close', () => gone.abort())
    const request = new Request('http://unused.example', { method: req.method, signal: gone.signal })
    const { auth: authInfo } = req as unknown as { auth: SdkAuthInfo }
    const answer = await handler(request, { authInfo, parsedBody: req.body as unknown })
    res.status(answer.status).setHeaders(answer.headers)
    if (answer.body === null) return void res.end()
    await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), res).catch(() => undefined)
  }
}

for (const [name, framework] of Object.entries(majors)) {
  describeGate(name, async (handler, setup) => {
    const completed: WatchedDeployment['completed'][number][] = []
    const deployment = await startDeployment((sallyport) => {
      const app = framework()
      app.use(oauthRoutes(sallyport))
      app.all('/mcp', protect(watchCompletions(sallyport, completed)), webRoute(handler))
      return app
    }, setup)
    return { ...deployment, completed }
  })
}
