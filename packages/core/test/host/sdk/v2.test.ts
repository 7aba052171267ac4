import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import {
  createMcpHandler,
  McpServer,
  ResourceTemplate,
  WebStandardStreamableHTTPServerTransport,
  type AuthInfo,
  type McpServerFactory,
} from '@modelcontextprotocol/server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { callerOf, wrapHandler, wrapServer, type SdkGuard } from '../../../src/host/sdk/index.js'
import { alice, authInfoFor, mallory, RESOURCE, testGuard, writer } from './support.js'

type Mode = 'legacy' | { pin: string }
const MODERN: Mode = { pin: '2026-07-28' }
const publicly = { ttlMs: 60_000, cacheScope: 'public' as const }

function notesServer(ran: string[] = []): McpServer {
  const server = new McpServer(
    { name: 'notes', version: '2' },
    {
      capabilities: { resources: { subscribe: true } },
      cacheHints: { 'tools/list': publicly, 'resources/list': publicly, 'resources/read': publicly },
    },
  )
  for (const name of ['zeta', 'add', 'wipe', 'hidden', 'alpha']) {
    server.registerTool(name, { description: name }, (ctx) => {
      ran.push(name)
      return { content: [{ type: 'text', text: callerOf(ctx).subject }] }
    })
  }
  for (const name of ['hello', 'secret']) {
    server.registerPrompt(name, {}, () => ({ messages: [{ role: 'user', content: { type: 'text', text: name } }] }))
  }
  for (const uri of ['note://plain', 'note://secret']) {
    server.registerResource(uri, uri, {}, () => ({ contents: [{ uri, text: uri }] }))
  }
  const vault = new ResourceTemplate('note://vault/{id}', { list: undefined })
  server.registerResource('vault', vault, {}, ({ href }) => ({ contents: [{ uri: href, text: '' }] }))
  return server
}

type Fetch = (request: Request, options: { authInfo?: AuthInfo }) => Promise<Response>

/** A genuine client whose every request carries this caller, and what came back over HTTP. */
async function connect(handle: Fetch, authInfo: AuthInfo | undefined, mode: Mode) {
  const answers: { status: number; challenge: string | null; body: string }[] = []
  const transport = new StreamableHTTPClientTransport(new URL(RESOURCE), {
    fetch: async (input, init) => {
      const response = await handle(new Request(input, init), authInfo ? { authInfo } : {})
      const { status, headers } = response
      const copy = headers.get('content-type')?.startsWith('application/json') ? await response.clone().text() : ''
      answers.push({ status, challenge: headers.get('www-authenticate'), body: copy })
      return response
    },
  })
  const client = new Client({ name: 'c', version: '1' }, { versionNegotiation: { mode } })
  onTestFinished(() => client.close())
  await client.connect(transport)
  return { client, answers }
}

function handlerFor(guard: SdkGuard, ran?: string[]): Fetch {
  const factory: McpServerFactory = () => wrapServer(notesServer(ran), guard)
  const handler = wrapHandler(createMcpHandler(factory), guard)
  return (request, options) => handler.fetch(request, options)
}

describe.each<[string, Mode]>([
  ['2026-07-28', MODERN],
  ['2025-11-25', 'legacy'],
])('an SDK v2 server behind wrapServer, revision %s', (revision, mode) => {
  it('runs what the caller may, and tells handlers who calls [F-91] [TL-02]', async () => {
    const { client } = await connect(handlerFor(testGuard().sallyport), alice, mode)
    expect(client.getNegotiatedProtocolVersion()).toBe(revision)
    expect(await client.callTool({ name: 'zeta' })).toMatchObject({ content: [{ text: 'alice' }] })
  })

  it('challenges for all missing scopes at once, before anything runs [RS-60] [RS-61] [RS-64] [F-81]', async () => {
    const ran: string[] = []
    const { sallyport, reasons } = testGuard({
      operations: { default: ['read'], 'tools/add': ['write', 'audit', 'read'] },
    })
    const { client, answers } = await connect(handlerFor(sallyport, ran), alice, mode)
    await expect(client.callTool({ name: 'add' })).rejects.toThrow()
    expect(answers.at(-1)).toMatchObject({ status: 403 })
    expect(answers.at(-1)?.challenge).toContain('error="insufficient_scope"')
    expect(answers.at(-1)?.challenge).toContain('scope="audit read write"')
    expect(answers.at(-1)?.challenge).toContain('resource_metadata="https://notes.example/.well-known/')
    expect([ran, reasons()]).toEqual([[], ['insufficient_scope']])
  })

  it.each([
    ['a role is missing', 'wipe', writer, 'role_missing'],
    ['the rule denies', 'hidden', writer, 'operation_denied'],
  ])('refuses a call where %s [TL-02] [F-80] [RS-65]', async (_case, name, authInfo, reason) => {
    const ran: string[] = []
    const { sallyport, reasons } = testGuard()
    const { client } = await connect(handlerFor(sallyport, ran), authInfo, mode)
    await expect(client.callTool({ name })).rejects.toMatchObject({ code: 403 })
    expect([ran, reasons()]).toEqual([[], [reason]])
  })

  it('runs nothing without a caller, where the SDK’s own requireScopes would [ST-20] [RS-65]', async () => {
    const ran: string[] = []
    const { sallyport } = testGuard()
    await expect(connect(handlerFor(sallyport, ran), undefined, mode)).rejects.toThrow()
    const stranger = authInfoFor({ subject: 'a', resource: 'https://notes.example/admin' })
    await expect(connect(handlerFor(sallyport, ran), stranger, mode)).rejects.toThrow()
    expect(ran).toEqual([])
  })

  it('filters lists by the caller alone, the same on every connection [ST-59] [TL-02] [F-80]', async () => {
    const handle = handlerFor(testGuard().sallyport)
    const lists = async (authInfo: AuthInfo) => {
      const { client, answers } = await connect(handle, authInfo, mode)
      const tools = (await client.listTools()).tools.map(({ name }) => name)
      const bytes = answers.at(-1)?.body
      const prompts = (await client.listPrompts()).prompts.map(({ name }) => name)
      const resources = (await client.listResources()).resources.map(({ uri }) => uri)
      const { resourceTemplates } = await client.listResourceTemplates()
      return { bytes, lists: { tools, prompts, resources, templates: resourceTemplates.length } }
    }
    const first = await lists(alice)
    expect(first.lists).toEqual({
      tools: ['zeta', 'alpha'],
      prompts: ['hello'],
      resources: ['note://plain'],
      templates: 0,
    })
    expect((await lists(writer)).lists).toEqual({
      tools: ['zeta', 'add', 'alpha'],
      prompts: ['hello', 'secret'],
      resources: ['note://plain', 'note://secret'],
      templates: 1,
    })
    const again = await lists(authInfoFor({ subject: 'alice', tokenId: 'other' }))
    expect(again).toEqual(first)
    expect(JSON.stringify((await lists(mallory)).lists)).toBe(JSON.stringify(first.lists))
  })
})

describe('revision 2026-07-28', () => {
  it('marks lists as private, also where the handler said public or nothing [ST-60]', async () => {
    const { client, answers } = await connect(handlerFor(testGuard().sallyport), alice, MODERN)
    await client.listTools()
    await client.listPrompts()
    await client.listResources()
    await client.listResourceTemplates()
    await client.readResource({ uri: 'note://plain' })
    const scopes = answers.slice(-5).map(({ body }) => (JSON.parse(body) as { result: object }).result)
    expect(scopes).toMatchObject(Array.from({ length: 5 }, () => ({ cacheScope: 'private' })))
  })

  it('lets the handler say public without the guard: the control [ST-60]', async () => {
    const handler = createMcpHandler(() => notesServer())
    const { client, answers } = await connect((request, options) => handler.fetch(request, options), alice, MODERN)
    await client.listTools()
    expect(answers.at(-1)?.body).toContain('"cacheScope":"public"')
  })

  it.each([
    ['names a resource that the caller may not read', ['note://plain', 'note://secret'], alice, 403],
    ['has no caller', ['note://plain'], undefined, 401],
    ['names no list', 'note://plain', alice, 403],
  ])('opens no subscription that %s [ST-63] [F-34]', async (_case, resourceSubscriptions, authInfo, status) => {
    const response = await listen(handlerFor(testGuard().sallyport), resourceSubscriptions, authInfo)
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain('acknowledged')
  })

  it('opens one for what the caller may read, acknowledged first [ST-63]', async () => {
    const response = await listen(handlerFor(testGuard().sallyport), ['note://plain'], alice)
    const reader = response.body?.getReader()
    const frame = new TextDecoder().decode((await reader?.read())?.value)
    expect(frame).toContain('notifications/subscriptions/acknowledged')
    await reader?.cancel()
  })

  it('sends no question to the person outside of a request [TL-29]', async () => {
    let ask: Promise<unknown> | undefined
    const guard = testGuard().sallyport
    const handler = createMcpHandler(() => {
      const server = wrapServer(notesServer(), guard)
      server.registerTool('ask', {}, () => {
        const requestedSchema = { type: 'object' as const, properties: {} }
        ask = server.server.elicitInput({ mode: 'form', message: 'Sure?', requestedSchema })
        ask.catch(() => undefined)
        return { content: [] }
      })
      return server
    })
    const { client, answers } = await connect((request, options) => handler.fetch(request, options), alice, MODERN)
    await client.callTool({ name: 'ask' })
    await expect(ask).rejects.toThrow()
    expect(answers.map(({ body }) => body).join('')).not.toContain('elicitation/create')
  })
})

function listen(handle: Fetch, resourceSubscriptions: unknown, authInfo: AuthInfo | undefined) {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const params = { notifications: { resourceSubscriptions }, _meta: meta }
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'subscriptions/listen',
  }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params })
  return handle(new Request(RESOURCE, { method: 'POST', headers, body }), authInfo ? { authInfo } : {})
}

it('binds a session of SDK v2 to its first caller, on web-standard requests [ST-23] [ST-27] [F-33] [F-91]', async () => {
  const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => 'a'.repeat(43) })
  await wrapServer(notesServer(), testGuard().sallyport).connect(transport)
  const handle: Fetch = (request, options) => transport.handleRequest(request, options)
  const { client } = await connect(handle, alice, 'legacy')
  const headers = { 'mcp-session-id': 'a'.repeat(43), accept: 'text/event-stream' }
  for (const method of ['GET', 'DELETE']) {
    const response = await handle(new Request(RESOURCE, { method, headers }), { authInfo: mallory })
    expect([response.status, await response.json()]).toMatchObject([404, { error: { code: -32001 }, id: null }])
  }
  expect((await handle(new Request(RESOURCE, { method: 'DELETE', headers }), {})).status).toBe(401)
  expect(await client.callTool({ name: 'zeta' })).toMatchObject({ content: [{ text: 'alice' }] })
})
