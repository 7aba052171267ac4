import { randomUUID } from 'node:crypto'
import type { EventStore } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { describe, expect, it } from 'vitest'
import { callerOf, wrapServer } from '../../../src/host/sdk/index.js'
import { serve, testGuard, type Person, type TestGuard } from './support.js'

const ACCEPT = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' }
const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: { elicitation: {} }, clientInfo: { name: 'c', version: '1' } },
}
const call = (id: number, name: string) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name } })

/** Replays everything that was ever stored, which is what makes the hijack work without a guard. */
function eventStore(): EventStore {
  const events: [string, object][] = []
  return {
    storeEvent(_streamId, message) {
      events.push([String(events.length), message])
      return Promise.resolve(String(events.length - 1))
    },
    async replayEventsAfter(last, { send }) {
      for (const [id, message] of events.slice(Number(last) + 1)) {
        if (Object.keys(message).length > 0) await send(id, message as never)
      }
      return 'replayed'
    },
  }
}

/** The session map of the SDK's own example, on Node. */
async function sessionServer(guard: TestGuard | undefined) {
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  const answered: unknown[] = []
  const url = await serve(async (request, response) => {
    const id = request.headers['mcp-session-id']
    let transport = typeof id === 'string' ? sessions.get(id) : undefined
    if (transport === undefined) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        eventStore: eventStore(),
        onsessioninitialized: (sessionId) => {
          if (transport) sessions.set(sessionId, transport)
        },
      })
      const server = new McpServer({ name: 's', version: '1' })
      server.registerTool('diary', {}, (extra) => {
        const who = guard ? callerOf(extra).subject : String(extra.authInfo?.extra?.['subject'])
        return { content: [{ type: 'text', text: `diary of ${who}` }] }
      })
      server.registerTool('ask', {}, async () => {
        const requestedSchema = { type: 'object' as const, properties: {} }
        const result = await server.server.elicitInput({ message: 'Sure?', requestedSchema })
        answered.push(result.action)
        return { content: [] }
      })
      await (guard ? wrapServer(server, guard.sallyport) : server).connect(transport)
    }
    await transport.handleRequest(request, response)
  })

  /** One exchange as somebody; the body is read to its end only where it has one. */
  async function as(who: string | Person, sessionId: string | undefined, method: string, body?: object, extra = {}) {
    const identity =
      typeof who === 'string' ? { authorization: `Bearer ${who}` } : { 'x-auth-info': JSON.stringify(who) }
    const session = sessionId === undefined ? {} : { 'mcp-session-id': sessionId }
    const headers = { ...ACCEPT, ...identity, ...session, ...extra }
    return fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  }
  async function begin(who: string | Person): Promise<string> {
    const response = await as(who, undefined, 'POST', initialize)
    await response.text()
    const id = response.headers.get('mcp-session-id') ?? ''
    await as(who, id, 'POST', { jsonrpc: '2.0', method: 'notifications/initialized' })
    return id
  }
  return { as, begin, sessions, answered, url }
}

/** Reads of a stream what has come after a moment. */
async function readSome(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  let text = ''
  const timer = setTimeout(() => void reader?.cancel(), 150)
  for (;;) {
    const part = await reader?.read()
    if (part?.value === undefined) break
    text += new TextDecoder().decode(part.value)
  }
  clearTimeout(timer)
  return text
}

/** Headers of the connection, not of the answer. */
const FRAMING = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'])
const NOT_FOUND = { jsonrpc: '2.0', error: { code: -32001, message: 'Session not found' }, id: null }

describe('a session of SDK v1', () => {
  it('is anybody’s without the guard: the control of this file [ST-23]', async () => {
    const { as, begin } = await sessionServer(undefined)
    const id = await begin('alice')
    await (await as('alice', id, 'POST', call(2, 'diary'))).text()
    expect(await (await as('mallory', id, 'POST', call(3, 'diary'))).text()).toContain('diary of mallory')
    expect(await readSome(await as('mallory', id, 'GET', undefined, { 'last-event-id': '0' }))).toContain(
      'diary of alice',
    )
    expect((await as('mallory', id, 'DELETE')).status).toBe(200)
  })

  it('answers everybody but its owner as if it did not exist [ST-23] [ST-26] [ST-27] [ST-31] [F-33]', async () => {
    const guard = testGuard()
    const { as, begin } = await sessionServer(guard)
    const id = await begin('alice')
    await (await as('alice', id, 'POST', call(2, 'diary'))).text()
    const attempts = [
      await as('mallory', id, 'POST', call(3, 'diary')),
      await as('mallory', id, 'GET', undefined, { 'last-event-id': '0' }),
      await as('mallory', id, 'GET'),
      await as('mallory', id, 'DELETE'),
      await as('writer', id, 'POST', initialize),
    ]
    for (const response of attempts) {
      expect(response.status).toBe(404)
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(await response.json()).toEqual(NOT_FOUND)
    }
    expect(guard.reasons()).toEqual(attempts.map(() => 'session_foreign'))
    expect(await (await as('alice', id, 'POST', call(4, 'diary'))).text()).toContain('diary of alice')
    expect((await as('alice', id, 'DELETE')).status).toBe(200)
    const gone = await as('alice', id, 'POST', call(5, 'diary'))
    expect([gone.status, await gone.json()]).toEqual([404, NOT_FOUND])
    const written = ({ headers }: Response) => [...headers.keys()].filter((name) => !FRAMING.has(name))
    for (const response of attempts) expect(written(response)).toEqual(written(gone))
  })

  it('stays with the caller through refreshed tokens, and with nobody else who looks similar [ST-24]', async () => {
    const { as, begin } = await sessionServer(testGuard())
    const id = await begin('alice')
    const refreshed = { subject: 'alice', tokenId: 'another', scopes: ['read', 'write'] }
    expect((await as(refreshed, id, 'POST', call(2, 'diary'))).status).toBe(200)
    expect((await as({ subject: 'alice', clientId: 'c2' }, id, 'POST', call(3, 'diary'))).status).toBe(404)
    expect((await as({ subject: 'alice', issuer: 'https://b.example' }, id, 'POST', call(4, 'diary'))).status).toBe(404)
    const elsewhere = { subject: 'alice', resource: 'https://notes.example/admin' }
    expect((await as(elsewhere, id, 'POST', call(5, 'diary'))).status).toBe(401)
  })

  it('is not to be had without a caller: a session id is no credential [ST-20] [ST-29]', async () => {
    const guard = testGuard()
    const { as, begin, sessions } = await sessionServer(guard)
    const id = await begin('alice')
    const refused = await as('nobody', id, 'POST', call(2, 'diary'))
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer resource_metadata="https:\/\/notes\.example\//)
    expect((await as('nobody', undefined, 'POST', initialize)).status).toBe(401)
    expect(sessions.size).toBe(1)
  })

  it('takes answers to its questions from its owner alone [ST-33]', async () => {
    const { as, begin, answered } = await sessionServer(testGuard())
    const id = await begin('alice')
    const stream = await as('alice', id, 'GET')
    const asking = as('alice', id, 'POST', call(2, 'ask'))
    const reader = stream.body?.getReader()
    let text = ''
    while (!text.includes('elicitation/create')) text += new TextDecoder().decode((await reader?.read())?.value)
    const question = JSON.parse(/data: (\{.*\})/.exec(text)?.[1] ?? '{}') as { id: number }
    const answer = (action: string) => ({ jsonrpc: '2.0', id: question.id, result: { action } })
    expect((await as('mallory', id, 'POST', answer('accept'))).status).toBe(404)
    expect(answered).toEqual([])
    expect((await as('alice', id, 'POST', answer('decline'))).status).toBe(202)
    await (await asking).text()
    expect(answered).toEqual(['decline'])
    await reader?.cancel()
  })

  it('judges streams and ends of sessions by their own rules [RS-69]', async () => {
    const { as, begin } = await sessionServer(
      testGuard({ operations: { default: ['read'], 'methods/get': 'deny', 'methods/delete': ['write'] } }),
    )
    const id = await begin('alice')
    expect((await as('alice', id, 'GET')).status).toBe(403)
    expect((await as('alice', id, 'DELETE')).status).toBe(403)
  })

  it('has one owner when fifty begin at once', async () => {
    const guard = testGuard()
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() })
    await wrapServer(new McpServer({ name: 's', version: '1' }), guard.sallyport).connect(transport)
    const url = await serve((request, response) => transport.handleRequest(request, response))
    const begin = (index: number) =>
      fetch(url, {
        method: 'POST',
        headers: { ...ACCEPT, 'x-auth-info': JSON.stringify({ subject: `p${index}` }) },
        body: JSON.stringify(initialize),
      })
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => begin(index)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 404)).toHaveLength(49)
  })

  it('does not belong to one whose first request began no session', async () => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() })
    await wrapServer(new McpServer({ name: 's', version: '1' }), testGuard().sallyport).connect(transport)
    const url = await serve((request, response) => transport.handleRequest(request, response))
    const post = (who: string, body: object) =>
      fetch(url, { method: 'POST', headers: { ...ACCEPT, authorization: `Bearer ${who}` }, body: JSON.stringify(body) })
    expect((await post('mallory', call(1, 'x'))).status).toBe(400)
    expect((await post('alice', initialize)).status).toBe(200)
    expect((await post('mallory', initialize)).status).toBe(404)
  })
})
