import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { expect, it } from 'vitest'
import { wrapServer } from '../../../src/host/sdk/index.js'
import { toResponse } from '../../../src/primitives/replies/index.js'
import { gateWorld, RESOURCE } from '../../compositions/resource-server/fixture.js'
import { headersOf, META_CAPABILITIES, modern } from '../../policy/transport/modern.js'

const TASKS = 'io.modelcontextprotocol/tasks'

/** Gate, guard and the SDK's own handler in a row; the server has no extension. */
async function stack() {
  const world = await gateWorld({ operations: { default: ['notes:read'] } })
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'notes', version: '1' })
    server.registerTool('notes_list', {}, () => ({ content: [{ type: 'text', text: 'here' }] }))
    return wrapServer(server, world.access)
  })
  return async (method: string, params: object, name?: string, extensions?: unknown) => {
    const body = modern(method, { ...params })
    if (extensions !== undefined) Object.assign(body.params['_meta'] as object, { [META_CAPABILITIES]: { extensions } })
    const headers = headersOf(method, name)
    const decision = await world.run(await world.token(), body, { headers: Object.entries(headers) })
    if (!decision.allowed) return toResponse(decision.reply)
    const all = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers }
    const request = new Request(RESOURCE, { method: 'POST', headers: all, body: JSON.stringify(body) })
    return handler.fetch(request, { authInfo: decision.authInfo, parsedBody: body })
  }
}

it.each(['tasks/get', 'tasks/update', 'tasks/cancel'])(
  'tells a client that did not declare tasks so when it sends %s [EX-09] [ST-46]',
  async (method) => {
    const answer = await (await stack())(method, { taskId: 't1' }, 't1')
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      id: 7,
      error: { code: -32021, data: { requiredCapabilities: { extensions: { [TASKS]: {} } } } },
    })
  },
)

it.each(['tasks/list', 'example.com/frobnicate', 'skills/list'])(
  'answers %s of an extension that the server has not with method not found [EX-09] [ST-47]',
  async (method) => {
    const answer = await (await stack())(method, {}, undefined, { 'example.com/frobnicate': {}, [TASKS]: {} })
    expect([answer.status, await answer.json()]).toMatchObject([404, { id: 7, error: { code: -32601 } }])
  },
)

it('serves the core to a client that declares what nobody here knows [EX-09]', async () => {
  const request = await stack()
  for (const extensions of [{ 'example.com/new': { level: 9 } }, {}, { [TASKS]: {} }]) {
    const answer = await request('tools/call', { name: 'notes_list', arguments: {} }, 'notes_list', extensions)
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"here"')])
  }
})

it('grants nothing to a client for what it declares [EX-09] [ST-62]', async () => {
  const request = await stack()
  const declared = { 'io.modelcontextprotocol/enterprise-managed-authorization': {}, admin: {} }
  const answer = await request('tasks/get', { taskId: 't1' }, 't1', { ...declared, [TASKS]: {} })
  expect(await answer.json()).toMatchObject({
    error: { code: -32602, message: expect.stringContaining('not found') as string },
  })
})
