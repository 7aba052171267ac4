import { createMcpHandler } from '@modelcontextprotocol/server'
import { createSallyport } from '@sallyport/core'
import { jsonLinesSink } from '@sallyport/core/audit'
import { wrapServer } from '@sallyport/core/sdk'
import { memoryStore } from '@sallyport/core/store'
import { oauthRoutes, protect, type SallyportEnv } from '@sallyport/hono'
import { Hono } from 'hono'
import { createNotesServer } from './tools.js'

/** Bindings of the worker. */
interface Env {
  /** Its own URL, as clients know it. */
  readonly RESOURCE: string
  /** The authorization server whose tokens are accepted. */
  readonly ISSUER: string
}

function createApp({ RESOURCE, ISSUER }: Env) {
  const sallyport = createSallyport({
    resource: RESOURCE,
    resourceName: 'Notes',
    scopes: { 'notes:read': 'Read your notes', 'notes:write': 'Add notes in your name' },
    operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
    trustedIssuers: [{ issuer: ISSUER, jwksUri: `${ISSUER}/jwks` }],
    store: memoryStore(),
    audit: [jsonLinesSink((line) => console.error(line.trimEnd()))],
    unsafelyAllowHttpLoopback: true,
  })
  const handler = createMcpHandler(() => wrapServer(createNotesServer(), sallyport))

  const app = new Hono<SallyportEnv>()
  app.use(oauthRoutes(sallyport))
  app.all('/mcp', protect(sallyport), (c) =>
    handler.fetch(c.req.raw, { authInfo: c.get('auth'), parsedBody: c.get('parsedBody') }),
  )
  return app
}

let app: ReturnType<typeof createApp> | undefined

const worker = {
  fetch(request: Request, env: Env): Response | Promise<Response> {
    // Bindings, random numbers and timers exist only while a request is served.
    app ??= createApp(env)
    return app.fetch(request)
  },
}

export { worker as default }
