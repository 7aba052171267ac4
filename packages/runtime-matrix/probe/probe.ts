import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import type { Sallyport } from '@sallyport/core'
import { callerOf } from '@sallyport/core/sdk'
import { protect as protectFetch } from '@sallyport/core/web'
import { oauthRoutes, protect, type SallyportEnv } from '@sallyport/hono'
import { Hono } from 'hono'
import { collectAnswers, type Answer, type Door } from './answers.js'
import { deploy, ORIGIN, type Settings } from './deployment.js'
import { fixedRuntime } from './fixed-runtime.js'
import { walkThrough } from './flow.js'
import { probes } from './probes.js'

/** Every answer of one runtime, by door. */
export type ProbeResult = Readonly<Record<string, readonly Answer[]>>

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'probe', version: '1.0.0' })
  server.registerTool('whoami', { description: 'Says who is calling.' }, (ctx) => ({
    content: [{ type: 'text', text: callerOf(ctx).clientId }],
  }))
  return server
})

const doors: Readonly<Record<string, (sallyport: Sallyport) => Door>> = {
  '@sallyport/core/web': (sallyport) => protectFetch(sallyport, mcp.fetch),
  '@sallyport/hono'(sallyport) {
    const app = new Hono<SallyportEnv>()
    app.use(oauthRoutes(sallyport))
    app.all('/mcp', protect(sallyport), (c) =>
      mcp.fetch(c.req.raw, { authInfo: c.get('auth'), parsedBody: c.get('parsedBody') }),
    )
    return async (request) => app.fetch(request)
  },
}

/** Sends the same requests through every door of this runtime. */
export async function probe(settings: Settings): Promise<ProbeResult> {
  const result: Record<string, readonly Answer[]> = {}
  for (const [name, open] of Object.entries(doors)) {
    const answers = await collectAnswers(open(deploy(settings, fixedRuntime())), ORIGIN, probes)
    result[name] = [...answers, ...(await walkThrough(open(deploy(settings))))]
  }
  return result
}
