import { serve } from '@hono/node-server'
import { Client, StreamableHTTPClientTransport as ClientTransport2 } from '@modelcontextprotocol/client'
import { createMcpHonoApp } from '@modelcontextprotocol/hono'
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { McpServer as McpServer1 } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import type { WebHandler } from '@sallyport/core/web'
import { Hono } from 'hono'
import { expect, it, onTestFinished } from 'vitest'
import { accessToken, callMcp, echo, MCP_HEADERS, message } from '../../adapter-contract/support/index.js'
import { oauthRoutes, protect, type SallyportEnv } from '../src/index.js'
import { startApp, webRoute } from './support/app.js'

const whoami = (scopes: unknown) => ({ content: [{ type: 'text' as const, text: String(scopes) }] })

const webTransport: WebHandler = async (request, context) => {
  const server = new McpServer1({ name: 'notes', version: '1.0.0' })
  server.registerTool('whoami', {}, (extra) => whoami(extra.authInfo?.scopes))
  const transport = new WebStandardStreamableHTTPServerTransport({})
  await server.connect(transport)
  return transport.handleRequest(request, context)
}

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  server.registerTool('whoami', {}, (ctx) => whoami(ctx.http?.authInfo?.scopes))
  return server
})

const handlers: readonly [name: string, handler: WebHandler][] = [
  ['the web transport of SDK v1', webTransport],
  ['createMcpHandler of SDK v2', (request, context) => handler.fetch(request, context)],
]

it.each(handlers)('lets clients of both generations through to %s [F-90]', async (_name, route) => {
  const app = await startApp(webRoute(route))
  const requestInit = { headers: { authorization: `Bearer ${await accessToken(app)}` } }
  const one = new Client1({ name: 'test', version: '1' })
  await one.connect(new StreamableHTTPClientTransport(new URL(app.endpoint), { requestInit }))
  expect((await one.callTool({ name: 'whoami' })).content).toEqual([{ type: 'text', text: 'notes:read' }])
  await one.close()
  const two = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  await two.connect(new ClientTransport2(new URL(app.endpoint), { requestInit }))
  expect((await two.callTool({ name: 'whoami', arguments: {} })).content).toEqual([
    { type: 'text', text: 'notes:read' },
  ])
  await two.close()
})

it.each(handlers)('puts the gate’s header lines on the answers of %s [F-18] [ST-10]', async (_name, route) => {
  const app = await startApp(webRoute(route), { options: { allowedOrigins: ['https://app.example'] } })
  const token = await accessToken(app)
  const answer = await callMcp(app, token, message('tools/list'), { origin: 'https://app.example' })
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'https://app.example'])
  const note = await callMcp(app, token, { jsonrpc: '2.0', method: 'notifications/initialized' })
  expect([note.status, await note.text()]).toEqual([202, ''])
})

it('reads the same message in an application of the SDK’s createMcpHonoApp [F-90] [ST-17]', async () => {
  const { sallyport, ...deployment } = await startApp(webRoute(echo))
  const app = createMcpHonoApp() as unknown as Hono<SallyportEnv>
  app.all('/mcp', protect(sallyport), webRoute(echo))
  const ask = (authorization: string) =>
    app.request(deployment.endpoint, {
      method: 'POST',
      headers: { ...MCP_HEADERS, authorization, host: '127.0.0.1' },
      body: JSON.stringify(message('ping')),
    })
  expect((await ask('Bearer nonsense')).status).toBe(401)
  const answer = await ask(`Bearer ${await accessToken(deployment)}`)
  expect(await answer.json()).toMatchObject({ body: message('ping') })
})

it('works after serve() has swapped the global Response [F-90]', async () => {
  const { sallyport, ...deployment } = await startApp(webRoute(echo))
  const globals = { Request: globalThis.Request, Response: globalThis.Response }
  const app = new Hono<SallyportEnv>()
  app.use(oauthRoutes(sallyport))
  app.all('/mcp', protect(sallyport), webRoute(echo))
  const port = await new Promise<number>((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port))
    onTestFinished(() => {
      server.close()
      Object.assign(globalThis, globals)
    })
  })
  const endpoint = `http://127.0.0.1:${String(port)}/mcp`
  const at = { ...deployment, sallyport, endpoint }
  expect((await callMcp(at, undefined)).status).toBe(401)
  const answer = await callMcp(at, await accessToken(deployment))
  expect(await answer.json()).toMatchObject({ body: message('ping') })
})
