import { McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import { expect, it } from 'vitest'
import { createTransportRegistry, wrapServer, type TransportRegistryOptions } from '../../../src/host/sdk/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { alice, mallory, RESOURCE, testGuard } from './support.js'

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
}
const CALL = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'rotate' } }
const ACCEPT = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' }

/** A server of SDK v2 with web-standard transports. */
function setUp(options: TransportRegistryOptions = {}) {
  const { sallyport, reasons } = testGuard()
  const runtime = fakeRuntime()
  const closed: string[] = []
  const open = async (given: object) => {
    const transport = new WebStandardStreamableHTTPServerTransport(given)
    const server = new McpServer({ name: 's', version: '2' })
    server.registerTool('rotate', {}, async (ctx) => {
      return { content: [{ type: 'text', text: `rotated ${String(await sallyport.sessions.rotate(ctx))}` }] }
    })
    await wrapServer(server, sallyport).connect(transport)
    server.server.onclose = () => void closed.push(transport.sessionId ?? 'none')
    return transport
  }
  const transports = createTransportRegistry(sallyport, open, options, runtime)
  const send = (authInfo: typeof alice, method: string, session?: string, body?: object) => {
    const headers = { ...ACCEPT, ...(session !== undefined && { 'mcp-session-id': session }) }
    const request = new Request(RESOURCE, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    return transports.handleRequest(request, { authInfo, parsedBody: body })
  }
  async function begin(authInfo = alice): Promise<string> {
    const answer = await send(authInfo, 'POST', undefined, INITIALIZE)
    await answer.text()
    return answer.headers.get('mcp-session-id') ?? ''
  }
  return { sallyport, runtime, transports, closed, send, begin, reasons }
}

it('finds a transport of SDK v2 by owner and id together [ST-23] [ST-27] [F-33]', async () => {
  const { send, begin, transports } = setUp()
  const id = await begin()
  expect(id).toMatch(/^[A-Za-z0-9_-]{43}$/)
  for (const method of ['POST', 'GET', 'DELETE']) {
    const refused = await send(mallory, method, id, method === 'POST' ? CALL : undefined)
    expect([refused.status, await refused.text()]).toEqual([
      404,
      '{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}',
    ])
  }
  expect(transports.size).toBe(1)
  expect((await send(alice, 'DELETE', id)).status).toBe(200)
  expect(transports.size).toBe(0)
  expect((await send(alice, 'POST', id, CALL)).status).toBe(404)
})

it('lets the call that rotates a session answer before its transport closes [F-31] [F-33]', async () => {
  const { send, begin, closed } = setUp()
  const id = await begin()
  const answer = await send(alice, 'POST', id, CALL)
  expect(await answer.text()).toContain('rotated true')
  await expect.poll(() => closed).toEqual([id])
  expect((await send(alice, 'POST', id, CALL)).status).toBe(404)
})

it('closes what is idle, and ends its session [ST-28] [F-31]', async () => {
  const { sallyport, begin, runtime, transports, closed } = setUp({ idleMs: 60_000 })
  const old = await begin()
  runtime.advance(59_999)
  expect(await transports.sweep()).toBe(0)
  const young = await begin()
  runtime.advance(1)
  expect(await transports.sweep()).toBe(1)
  expect(closed).toEqual([old])
  expect(young).not.toBe(old)
  expect(await sallyport.sessions.list('alice')).toHaveLength(1)
})

it('stays within its size when fifty begin at once [F-33]', async () => {
  const { sallyport, begin, transports } = setUp({ maxTransports: 5 })
  const ids = await Promise.all(Array.from({ length: 50 }, () => begin()))
  expect(new Set(ids).size).toBe(50)
  expect(transports.size).toBe(5)
  expect(await sallyport.sessions.list('alice')).toHaveLength(5)
  await transports.close()
  expect(transports.size).toBe(0)
})

it('refuses a session without a caller [ST-20]', async () => {
  const { transports } = setUp()
  const request = new Request(RESOURCE, { method: 'POST', headers: { ...ACCEPT, 'mcp-session-id': 'x' }, body: '{}' })
  await expect(transports.handleRequest(request, { parsedBody: {} })).rejects.toThrow(/gate is not in front/)
})

it('refuses options that are none [F-33]', () => {
  expect(() => setUp({ maxTransports: 0 })).toThrow(/maxTransports/)
})
