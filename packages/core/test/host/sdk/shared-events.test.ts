import { randomUUID } from 'node:crypto'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { McpServer as McpServer2, WebStandardStreamableHTTPServerTransport as Web2 } from '@modelcontextprotocol/server'
import { describe, expect, it } from 'vitest'
import { wrapServer, wrapTransport, type SdkTransport } from '../../../src/host/sdk/index.js'
import { alice, mallory, testGuard } from './support.js'

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
}
const diary = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'diary' } }

interface Door extends SdkTransport {
  sessionId?: string | undefined
  handleRequest(request: Request, options: object): Promise<Response>
}

interface SharedStore {
  readonly seen: string[]
  storeEvent(streamId: string, message: object): Promise<string>
  getStreamIdForEventId?(eventId: string): Promise<string | undefined>
  replayEventsAfter(last: string, target: { send(eventId: string, message: never): Promise<void> }): Promise<string>
}

/** One store for all sessions, as on several nodes, where a stream may be resumed anywhere. */
function sharedStore({ tellsStreams = false } = {}): SharedStore {
  const events: object[] = []
  const seen: string[] = []
  return {
    seen,
    storeEvent(streamId, message) {
      seen.push(streamId)
      return Promise.resolve(`e${String(events.push(message) - 1)}`)
    },
    async replayEventsAfter(last, { send }) {
      const at = Number(last.slice(1))
      for (const [index, message] of events.entries()) {
        if (index > at && seen[index] === seen[at]) await send(`e${String(index)}`, message as never)
      }
      return seen[at] ?? ''
    },
    ...(tellsStreams && { getStreamIdForEventId: (eventId) => Promise.resolve(seen[Number(eventId.slice(1))]) }),
  }
}

const makers = {
  'version 1': (eventStore: SharedStore) => {
    const server = new McpServer({ name: 's', version: '1' })
    server.registerTool('diary', {}, () => ({ content: [{ type: 'text', text: 'dear diary' }] }))
    const door = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID(), eventStore })
    return [server, door as Door] as const
  },
  'version 2': (eventStore: SharedStore) => {
    const server = new McpServer2({ name: 's', version: '1' })
    server.registerTool('diary', {}, () => ({ content: [{ type: 'text', text: 'dear diary' }] }))
    const door = new Web2({ sessionIdGenerator: () => randomUUID(), eventStore })
    return [server, door as Door] as const
  },
}

async function sessionOf(version: keyof typeof makers, authInfo: object, store: SharedStore, guarded: boolean) {
  const [server, door] = makers[version](store)
  await (guarded ? wrapServer(server, testGuard().sallyport) : server).connect(door)
  async function ask(method: string, body?: object, headers: Record<string, string> = {}): Promise<string> {
    const response = await door.handleRequest(
      new Request('https://notes.example/mcp', {
        method,
        headers: {
          accept: body ? 'application/json, text/event-stream' : 'text/event-stream',
          'content-type': 'application/json',
          'mcp-protocol-version': '2025-11-25',
          ...(door.sessionId === undefined ? {} : { 'mcp-session-id': door.sessionId }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
      { authInfo },
    )
    const reader = response.body?.getReader()
    setTimeout(() => void reader?.cancel(), 100)
    let text = ''
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      text += new TextDecoder().decode(part.value)
    }
    return text
  }
  await ask('POST', initialize)
  return ask
}

const firstEvent = (text: string): string => /^id: (.+)$/m.exec(text)?.[1] ?? ''

describe.each(Object.keys(makers) as (keyof typeof makers)[])('events that sessions of SDK %s share', (version) => {
  it('are replayed to anybody who names one without the guard: the control [ST-31]', async () => {
    const store = sharedStore()
    const asAlice = await sessionOf(version, alice, store, false)
    const asMallory = await sessionOf(version, mallory, store, false)
    const event = firstEvent(await asAlice('POST', diary))
    expect(event).not.toBe('')
    expect(await asMallory('GET', undefined, { 'last-event-id': event })).toContain('dear diary')
  })

  it.each([
    ['that tells whose stream an event is', { tellsStreams: true }],
    ['that replays and tells afterwards', { tellsStreams: false }],
  ])('are replayed in their own session alone, from a store %s [ST-30] [ST-31] [F-33]', async (_case, options) => {
    const store = sharedStore(options)
    const asAlice = await sessionOf(version, alice, store, true)
    const asMallory = await sessionOf(version, mallory, store, true)
    const againAsAlice = await sessionOf(version, alice, store, true)
    const event = firstEvent(await asAlice('POST', diary))
    expect(await asMallory('GET', undefined, { 'last-event-id': event })).not.toContain('dear diary')
    expect(await againAsAlice('GET', undefined, { 'last-event-id': event })).not.toContain('dear diary')
    expect(await asAlice('GET', undefined, { 'last-event-id': event })).toContain('dear diary')
  })

  it('answer a foreign event as one that does not exist [ST-31]', async () => {
    const store = sharedStore()
    const asAlice = await sessionOf(version, alice, store, true)
    const asMallory = await sessionOf(version, mallory, store, true)
    const event = firstEvent(await asAlice('POST', diary))
    const foreign = await asMallory('GET', undefined, { 'last-event-id': event })
    expect(foreign).toBe(await asMallory('GET', undefined, { 'last-event-id': 'e999' }))
  })

  it('keep streams apart that have the same name in every session [ST-30] [ST-31]', async () => {
    const store = sharedStore()
    for (const authInfo of [alice, mallory]) await sessionOf(version, authInfo, store, true)
    const rooms = new Set(store.seen.map((streamId) => streamId.split('.')[0]))
    expect(rooms.size).toBe(2)
    for (const room of rooms) expect(room).toMatch(/^[0-9a-f]{32}$/)
  })
})

it('finds the store behind a Node transport too [ST-30] [ST-31]', async () => {
  const store = sharedStore()
  const transport = new StreamableHTTPServerTransport({ eventStore: store })
  const before = (transport as unknown as { _webStandardTransport: { _eventStore: unknown } })._webStandardTransport
  wrapTransport(transport, testGuard().sallyport)
  expect(before._eventStore).not.toBe(store)
  await transport.send({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' })
  expect(store.seen).toEqual([expect.stringMatching(/^[0-9a-f]{32}\._GET_stream$/)])
})
