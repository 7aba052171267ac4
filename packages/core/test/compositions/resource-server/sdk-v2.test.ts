import { classifyInboundRequest, createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { operationOf } from '../../../src/policy/access/index.js'
import { toResponse } from '../../../src/primitives/replies/index.js'
import { envelope, headersOf, META_VERSION, modern } from '../../policy/transport/modern.js'
import { facts, gateWorld, RESOURCE, type GateWorld } from './fixture.js'

/** The SDK's own handler, with a tool whose region is mirrored. It notes the tools that really ran. */
function sdkServer() {
  const ran: string[] = []
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'notes', version: '1.0.0' })
    for (const name of ['notes_list', 'Ärger', '=?base64?']) {
      server.registerTool(name, { description: name }, () => {
        ran.push(name)
        return { content: [{ type: 'text', text: name }] }
      })
    }
    return server
  })
  return { handler, ran }
}

/** The gate in front of the SDK: the answer of whichever gives one. */
async function exchange(
  world: GateWorld,
  handler: ReturnType<typeof sdkServer>['handler'],
  token: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const decision = await world.run(token, body, { headers: Object.entries(headers) })
  if (!decision.allowed) return toResponse(decision.reply)
  const request = new Request(RESOURCE, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(body),
  })
  return handler.fetch(request, { authInfo: decision.authInfo, parsedBody: body })
}

const open = { operations: { default: ['notes:read'] } } as const

describe('the SDK behind the gate', () => {
  it('answers unknown methods with 404 and the same id [ST-47]', async () => {
    const world = await gateWorld(open)
    const { handler } = sdkServer()
    for (const method of ['example.com/unknown', 'initialize', 'tasks/list']) {
      const answer = await exchange(world, handler, await world.token(), modern(method, {}, 'abc'), headersOf(method))
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ id: 'abc', error: { code: -32601 } })
      expect(answer.headers.get('mcp-session-id')).toBeNull()
    }
  })

  it('runs what the gate let through, and mints no session [ST-40]', async () => {
    const world = await gateWorld(open)
    const { handler, ran } = sdkServer()
    const call = modern('tools/call', { name: 'Ärger', arguments: {} })
    const headers = {
      ...headersOf('tools/call', '=?base64?w4RyZ2Vy?='),
      'mcp-session-id': 'stolen',
      'last-event-id': 'e',
    }
    const answer = await exchange(world, handler, await world.token(), call, headers)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Ärger')
    expect(answer.headers.get('mcp-session-id')).toBeNull()
    expect(ran).toEqual(['Ärger'])
  })

  it('accepts notifications with an empty 202, and the gate refuses others with 4xx [ST-10]', async () => {
    const world = await gateWorld(open)
    const { handler } = sdkServer()
    const note = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }
    const accepted = await exchange(world, handler, await world.token(), note, headersOf('notifications/cancelled'))
    expect([accepted.status, await accepted.text()]).toEqual([202, ''])
    const refused = await exchange(world, handler, await world.token(), note, headersOf('tools/list'))
    expect(refused.status).toBe(400)
    expect(await refused.json()).not.toHaveProperty('id')
  })

  it('answers a client that cannot read event streams with a 4xx [ST-11]', async () => {
    const world = await gateWorld(open)
    const { handler } = sdkServer()
    const legacy = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
    const answer = await exchange(world, handler, await world.token(), legacy, { accept: 'text/plain' })
    expect(answer.status).toBe(406)
  })
})

describe('what the gate lets through as modern', () => {
  const METHODS = [
    'tools/call',
    'tools/list',
    'resources/read',
    'prompts/get',
    'tasks/get',
    'initialize',
    'x/y',
    'toString',
  ]
  const NAMES = ['notes_list', 'NOTES_LIST', 'Ärger', ' a', 'a', '', '=?base64?', '=?base64?YQ==?=', '=?base64?=']
  const VERSIONS = ['2026-07-28', '2025-11-25', '2025-06-18', '2099-01-01', 'x', '']

  const method = fc.constantFrom(...METHODS)
  const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 4 }))
  const version = fc.oneof({ weight: 4, arbitrary: fc.constant('2026-07-28') }, fc.constantFrom(...VERSIONS))
  const headerText = (value: string) =>
    fc.constantFrom(value, ` ${value}\t`, value.toUpperCase(), encode(value), `${value}x`)
  const encode = (value: string) => `=?base64?${Buffer.from(value).toString('base64')}?=`

  const meta = fc.oneof(
    version.map((claimed) => envelope(claimed)),
    version.map((claimed) => ({ [META_VERSION]: claimed })),
    fc.constantFrom<unknown>(undefined, null, {}, [], 'x', envelope(7), envelope(null)),
  )
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 8 })

  const message = fc
    .record({ method, name, meta, kind: fc.constantFrom('request', 'request', 'notification', 'response') })
    .map(({ kind, meta: _meta, ...call }) => {
      const params = { name: call.name, uri: call.name, taskId: call.name, protocolVersion: '2025-06-18', _meta }
      if (kind === 'response') return { jsonrpc: '2.0', id: 1, result: {} }
      return { jsonrpc: '2.0', ...(kind === 'request' && { id: 1 }), method: call.method, params }
    })

  const exchangeOf = message.chain((body) => {
    const params = 'params' in body ? body.params : { name: '', _meta: undefined }
    const claimed = (params._meta as Record<string, unknown> | null | undefined)?.[META_VERSION]
    const said = typeof claimed === 'string' ? claimed : '2026-07-28'
    const headers = fc.record({
      'mcp-protocol-version': optional(fc.oneof({ weight: 3, arbitrary: fc.constant(said) }, version)),
      'mcp-method': optional(headerText('method' in body ? body.method : 'tools/list')),
      'mcp-name': optional(headerText(params.name)),
    })
    return fc.record({ body: fc.constant(JSON.parse(JSON.stringify(body)) as typeof body), headers })
  })

  it('is modern for the SDK, of the same method and name, and what it lets through as legacy is legacy [ST-17] [ST-44] [ST-49] [ST-50] [ST-67]', async () => {
    const world = await gateWorld(open, { user: { burst: 1_000_000, intervalMs: 1 }, concurrent: 1_000_000 })
    const token = await world.token()
    const seen = { modern: 0, legacy: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(exchangeOf, async ({ body, headers }) => {
        const present = Object.entries(headers).filter((line): line is [string, string] => line[1] !== undefined)
        const decision = await world.run(token, body, { headers: present })
        if (!decision.allowed) {
          seen.refused++
          return
        }
        const line = (header: string) => facts({ headers: present }).headerLines(header)[0]
        const route = classifyInboundRequest({
          httpMethod: 'POST',
          body,
          protocolVersionHeader: line('mcp-protocol-version'),
          mcpMethodHeader: line('mcp-method'),
          mcpNameHeader: line('mcp-name'),
        } as Parameters<typeof classifyInboundRequest>[0])
        // The SDK may refuse more (an odd `_meta`), and never read it as the other era.
        expect([decision.era, 'reject']).toContain(route.kind)
        if (route.kind !== 'reject') seen[route.kind]++
        if (route.kind !== 'modern') return
        expect(route.classification.revision).toBe(decision.revision)
        expect(operationOf(route.message, 'POST')).toEqual(operationOf(body, 'POST'))
      }),
      { numRuns: 3_000 },
    )
    expect(Math.min(seen.modern, seen.legacy, seen.refused)).toBeGreaterThan(50)
  }, 60_000)

  it('passes the header checks of the SDK as well [ST-48] [ST-49] [ST-50] [ST-65]', async () => {
    const world = await gateWorld(open, { user: { burst: 1_000_000, intervalMs: 1 }, concurrent: 1_000_000 })
    const token = await world.token()
    const { handler } = sdkServer()
    const codes = new Set<unknown>()
    await fc.assert(
      fc.asyncProperty(exchangeOf, async ({ body, headers }) => {
        const present = Object.entries(headers).filter((line): line is [string, string] => line[1] !== undefined)
        const decision = await world.run(token, body, { headers: present })
        if (!decision.allowed || decision.era !== 'modern') return
        // Headers of a web Request hold Latin-1 without control characters.
        if (present.some(([, value]) => !/^[\t\x20-\x7e]*$/.test(value))) throw new Error('let a bad character through')
        const answer = await exchange(world, handler, token, body, Object.fromEntries(present))
        const { error } = (answer.headers.get('content-type') === 'application/json' ? await answer.json() : {}) as {
          error?: { code: number }
        }
        codes.add(error?.code)
        expect([-32020, -32022]).not.toContain(error?.code)
      }),
      { numRuns: 400 },
    )
    expect(codes).toContain(-32601)
  }, 60_000)
})
