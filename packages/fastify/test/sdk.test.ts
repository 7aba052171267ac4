import { Client } from '@modelcontextprotocol/client'
import { StreamableHTTPClientTransport as ClientTransport2 } from '@modelcontextprotocol/client'
import { createMcpFastifyApp } from '@modelcontextprotocol/fastify'
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { McpServer as McpServer1 } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import type { RouteHandlerMethod } from 'fastify'
import { expect, it } from 'vitest'
import { accessToken, callMcp, message, startDeployment } from '../../adapter-contract/support/index.js'
import { oauthRoutes, protect } from '../src/index.js'
import { startApp, webRoute } from './support/app.js'

const whoami = (scopes: unknown) => ({ content: [{ type: 'text' as const, text: String(scopes) }] })

/** A v1 server that writes to Node's response itself. */
const nodeTransport: RouteHandlerMethod = async (request, reply) => {
  const server = new McpServer1({ name: 'notes', version: '1.0.0' })
  server.registerTool('whoami', {}, (extra) => whoami(extra.authInfo?.scopes))
  const transport = new StreamableHTTPServerTransport({})
  await server.connect(transport)
  reply.hijack()
  await transport.handleRequest(request.raw, reply.raw, request.body)
}

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  server.registerTool('whoami', {}, (ctx) => whoami(ctx.http?.authInfo?.scopes))
  return server
})
const webHandler = webRoute((request, context) => handler.fetch(request, context))

it.each([
  ['the Node transport of SDK v1', nodeTransport],
  ['createMcpHandler of SDK v2', webHandler],
])('lets clients of both generations through to %s [F-90]', async (_name, route) => {
  const app = await startApp(route)
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

it.each([
  ['a hijacked answer', nodeTransport],
  ['a sent answer', webHandler],
])('puts the gate’s header lines on %s [F-18] [F-90]', async (_name, route) => {
  const app = await startApp(route, { options: { allowedOrigins: ['https://app.example'] } })
  const token = await accessToken(app)
  const answer = await callMcp(app, token, message('tools/list'), { origin: 'https://app.example' })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
})

it.each([
  ['the Node transport of SDK v1', nodeTransport],
  ['createMcpHandler of SDK v2', webHandler],
])('answers an accepted notification with 202 and nothing else from %s [ST-10]', async (_name, route) => {
  const app = await startApp(route)
  const note = { jsonrpc: '2.0', method: 'notifications/initialized' }
  const answer = await callMcp(app, await accessToken(app), note)
  expect([answer.status, await answer.text()]).toEqual([202, ''])
})

it('works in an application of the SDK’s createMcpFastifyApp [F-90]', async () => {
  const app = await startDeployment(async (sallyport) => {
    // Its check of Origin, on for loopback hosts, would turn our consent form away: browsers send `null` with it.
    const host = createMcpFastifyApp({ host: '0.0.0.0', allowedHosts: ['127.0.0.1'] })
    void host.register(oauthRoutes(sallyport))
    host.all('/mcp', protect(sallyport), webHandler)
    await host.ready()
    return (request, response) => host.routing(request, response)
  })
  expect((await callMcp(app, undefined)).status).toBe(401)
  expect((await callMcp(app, await accessToken(app))).status).toBe(200)
})
