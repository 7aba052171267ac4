import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js'
import { expect, it, onTestFinished } from 'vitest'
import { callerOf, wrapServer } from '../../../src/host/sdk/index.js'
import { serve, testGuard, type TestGuard } from './support.js'

async function legacyServer(guard: TestGuard | undefined) {
  const sessions = new Map<string, SSEServerTransport>()
  const url = await serve(async (request, response) => {
    if (request.method === 'POST') {
      const id = new URL(request.url ?? '/', 'http://x').searchParams.get('sessionId') ?? ''
      await sessions.get(id)?.handlePostMessage(request, response)
      return
    }
    const transport = new SSEServerTransport('/mcp', response)
    sessions.set(transport.sessionId, transport)
    const server = new McpServer({ name: 's', version: '1' })
    server.registerTool('diary', {}, (extra) => ({ content: [{ type: 'text', text: callerOf(extra).subject }] }))
    await (guard ? wrapServer(server, guard.sallyport) : server).connect(transport)
  })
  const post = (who: string, id: string, name: string) =>
    fetch(`${url.href}?sessionId=${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${who}` },
      body: JSON.stringify({ jsonrpc: '2.0', id: 99, method: 'tools/call', params: { name } }),
    })
  async function open(who: string) {
    const requestInit = { headers: { authorization: `Bearer ${who}` } }
    const fetchAs: typeof fetch = (input, init) =>
      fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...requestInit.headers } })
    const transport = new SSEClientTransport(url, { requestInit, fetch: fetchAs })
    const client = new Client({ name: 'c', version: '1' })
    onTestFinished(() => client.close())
    await client.connect(transport)
    return client
  }
  return { sessions, post, open, url }
}

it('lets anybody post into a legacy stream without the guard: the control [ST-23]', async () => {
  const { sessions, post, open } = await legacyServer(undefined)
  await open('alice')
  expect((await post('mallory', [...sessions.keys()][0] ?? '', 'diary')).status).toBe(202)
})

it('binds a legacy stream to whoever opened it [ST-23] [ST-24] [F-33] [F-91]', async () => {
  const guard = testGuard()
  const { sessions, post, open } = await legacyServer(guard)
  const client = await open('alice')
  const id = [...sessions.keys()][0] ?? ''
  const foreign = await post('mallory', id, 'diary')
  expect(foreign.status).toBe(404)
  expect(await foreign.json()).toEqual({
    jsonrpc: '2.0',
    error: { code: -32001, message: 'Session not found' },
    id: null,
  })
  expect((await post('nobody', id, 'diary')).status).toBe(401)
  expect(guard.reasons()).toEqual(['session_foreign', 'caller_unknown'])
  expect(await client.callTool({ name: 'diary' })).toMatchObject({ content: [{ text: 'alice' }] })
  await expect(client.callTool({ name: 'hidden' })).rejects.toMatchObject({ code: 403 })
})

it('leaves a stream that nobody known opened to nobody [ST-20]', async () => {
  const guard = testGuard()
  const { sessions, post, url } = await legacyServer(guard)
  const stream = await fetch(url, { headers: { accept: 'text/event-stream' } })
  await stream.body?.getReader().read()
  expect((await post('mallory', [...sessions.keys()][0] ?? '', 'diary')).status).toBe(404)
})
