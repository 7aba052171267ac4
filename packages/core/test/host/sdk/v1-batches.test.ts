import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { expect, it } from 'vitest'
import { wrapServer } from '../../../src/host/sdk/index.js'
import type { OperationRules } from '../../../src/policy/access/index.js'
import { alice, mallory, OPERATIONS, testGuard } from './support.js'

const message = (id: number | undefined, method: string, params: object = {}) => ({
  jsonrpc: '2.0',
  ...(id !== undefined && { id }),
  method,
  params,
})
const initialize = message(0, 'initialize', {
  protocolVersion: '2025-03-26',
  capabilities: {},
  clientInfo: { name: 'c', version: '1' },
})

/** Revision 2025-03-26 lets a client send several messages at once; only the gate refuses that. */
async function batchServer(operations: OperationRules = OPERATIONS) {
  const ran: string[] = []
  const server = new McpServer({ name: 's', version: '1' })
  for (const name of ['zeta', 'add', 'hidden']) {
    server.registerTool(name, {}, () => {
      ran.push(name)
      return { content: [] }
    })
  }
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: () => 'session-1',
    enableJsonResponse: true,
  })
  await wrapServer(server, testGuard({ operations }).sallyport).connect(transport)
  async function post(body: object, authInfo = alice) {
    const headers = {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...(transport.sessionId !== undefined && { 'mcp-session-id': transport.sessionId }),
    }
    const request = new Request('https://notes.example/mcp', { method: 'POST', headers, body: JSON.stringify(body) })
    const response = await transport.handleRequest(request, { authInfo })
    const text = await response.text()
    return { status: response.status, text }
  }
  await post(initialize)
  return { post, ran }
}

it('judges every message of a batch by itself [TL-02] [RS-69] [ST-59]', async () => {
  const { post, ran } = await batchServer()
  const { text } = await post([
    message(1, 'tools/call', { name: 'hidden' }),
    message(2, 'tools/call', { name: 'add' }),
    message(3, 'tools/call', { name: 'zeta' }),
    message(4, 'tools/list'),
  ])
  const answers = JSON.parse(text) as {
    id: number
    error?: { code: number }
    result?: { tools?: { name: string }[] }
  }[]
  expect(ran).toEqual(['zeta'])
  expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
    [1, 403],
    [2, 403],
    [3, undefined],
    [4, undefined],
  ])
  expect(answers[3]?.result?.tools?.map(({ name }) => name)).toEqual(['zeta'])
})

it('takes one id for one request, also within a batch [ST-59]', async () => {
  const { post } = await batchServer()
  const { text } = await post([message(1, 'tools/list'), message(1, 'ping')])
  expect(text).not.toContain('hidden')
  expect(text).not.toContain('"add"')
})

it('lets nobody slip a batch into the session of somebody else [ST-23]', async () => {
  const { post, ran } = await batchServer()
  const { status } = await post([message(1, 'tools/call', { name: 'zeta' })], mallory)
  expect(status).toBe(404)
  expect(ran).toEqual([])
})

it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'finds no rule for a tool that is called %s [TL-02] [RS-69]',
  async (name) => {
    const { post, ran } = await batchServer({ 'methods/initialize': ['read'], 'tools/zeta': ['read'] })
    expect((await post(message(1, 'tools/call', { name }))).text).toContain('"code":403')
    await post(message(1, 'tools/call', { name: 'zeta' }))
    expect(ran).toEqual(['zeta'])
  },
)
