import { createMcpHandler, inputRequired, McpServer as ModernServer } from '@modelcontextprotocol/server'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { ConfigError } from '../../../../src/errors/index.js'
import { confirmSensitive, wrapServer, type ConfirmOptions } from '../../../../src/host/sdk/index.js'
import { createSallyport } from '../../../../src/index.js'
import { keysFromSecret } from '../../../../src/primitives/keys/index.js'
import { memoryStore } from '../../../../src/store/index.js'
import { authInfoFor, RESOURCE } from '../support.js'
import { allowOnce, linkIn, textOf, WIPE, world } from './world.js'

const ISSUER = 'https://as.example'

function foreignSallyport(more = {}) {
  return createSallyport({
    resource: RESOURCE,
    operations: { default: ['read'] },
    trustedIssuers: [{ issuer: ISSUER, jwksUri: `${ISSUER}/jwks` }],
    keys: keysFromSecret(crypto.getRandomValues(new Uint8Array(32))),
    store: memoryStore(),
    ...more,
  })
}

const alice = authInfoFor({ subject: 'alice' })

/** A client at a server that has been told who calls, without the wire between. */
async function connected(
  server: { connect(transport: never): Promise<void> },
  decision: string | undefined,
  authInfo: unknown = alice,
) {
  const [near, far] = InMemoryTransport.createLinkedPair()
  const send = near.send.bind(near)
  near.send = (message, options) => send(message, { ...options, authInfo: authInfo as never })
  const client = new Client({ name: 'c', version: '1' }, { capabilities: { elicitation: {} } })
  const asked: string[] = []
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    asked.push(params.message)
    return decision === undefined ? { action: 'cancel' } : { action: 'accept', content: { decision } }
  })
  await server.connect(far as never)
  await client.connect(near)
  onTestFinished(() => client.close())
  return { asked, call: (params: object = WIPE) => client.callTool(params as never) }
}

const ran: string[] = []
const done = (name: string) => {
  ran.push(name)
  return { content: [{ type: 'text' as const, text: `${name} done` }] }
}

describe.each(['before', 'after'] as const)('with wrapServer put around it %s', (wrap) => {
  it('asks and runs once in both versions of the SDK [F-62]', async () => {
    const w = await world({ wrap })
    const [one, other] = [
      await w.legacyClient({ elicitation: {} }, allowOnce),
      await w.modernClient({ elicitation: { form: {} } }, allowOnce, 'bob'),
    ]
    expect([textOf(await one.call()), textOf(await other.call())]).toEqual(['wipe done', 'wipe done'])
    expect([one.asked.length, other.asked.length, w.ran.length]).toEqual([1, 1, 2])
  })

  it('asks nobody about what the rules deny [TL-02]', async () => {
    const w = await world({ wrap, operations: { default: ['notes:read'], 'tools/wipe': 'deny' } })
    const { call, asked } = await w.legacyClient({ elicitation: {} }, allowOnce)
    await expect(call()).rejects.toThrow()
    expect([asked, w.ran]).toEqual([[], []])
  })
})

describe('whatever a server is made of', () => {
  const options: ConfirmOptions = { tools: { wipe: true } }

  it('asks before a handler of a bare Server, whenever that was set [F-62]', async () => {
    for (const order of ['handler first', 'handler last']) {
      ran.length = 0
      const server = new Server({ name: 's', version: '1' }, { capabilities: { tools: {} } })
      const set = () => server.setRequestHandler(CallToolRequestSchema, ({ params }) => done(params.name))
      if (order === 'handler first') set()
      confirmSensitive(server, options, foreignSallyport())
      if (order === 'handler last') set()
      const no = await connected(server, 'Decline')
      expect((await no.call()).isError).toBe(true)
      expect([no.asked.length, ran]).toEqual([1, []])
    }
  })

  it('asks before the handler for everything else, whenever that was set [F-62]', async () => {
    ran.length = 0
    const server = new Server({ name: 's', version: '1' }, { capabilities: { tools: {} } })
    confirmSensitive(server, options, foreignSallyport())
    server.fallbackRequestHandler = async ({ params }) => done(String(params?.['name']))
    const { call, asked } = await connected(server, undefined)
    expect((await call()).isError).toBe(true)
    expect([asked.length, ran]).toEqual([1, []])
  })

  it('asks once when somebody takes the handler out and puts something around it [F-62]', async () => {
    ran.length = 0
    const server = new McpServer({ name: 's', version: '1' })
    server.registerTool('wipe', {}, () => done('wipe'))
    confirmSensitive(server, options, foreignSallyport())
    const inner = server.server as unknown as { _requestHandlers: Map<string, (...all: unknown[]) => unknown> }
    const taken = inner._requestHandlers.get('tools/call')
    inner._requestHandlers.set('tools/call', (...all) => taken?.(...all))
    const { call, asked } = await connected(server, 'Allow once')
    expect(textOf(await call({ name: 'wipe' }))).toBe('wipe done')
    expect([asked.length, ran]).toEqual([1, ['wipe']])
  })

  it('lets the errors of a tool through as they are', async () => {
    const server = new Server({ name: 's', version: '1' }, { capabilities: { tools: {} } })
    server.setRequestHandler(CallToolRequestSchema, () => Promise.reject(new TypeError('of the tool')))
    confirmSensitive(server, options, foreignSallyport())
    const { call } = await connected(server, 'Allow once')
    await expect(call()).rejects.toThrow('of the tool')
  })

  it('runs nothing without a caller: the gate has to stand in front [EL-12]', async () => {
    ran.length = 0
    const server = new McpServer({ name: 's', version: '1' })
    server.registerTool('wipe', {}, () => done('wipe'))
    confirmSensitive(server, options, foreignSallyport())
    const { call, asked } = await connected(server, 'Allow once', null)
    await expect(call({ name: 'wipe' })).rejects.toThrow()
    expect([asked, ran]).toEqual([[], []])
  })

  it('runs nothing without keys [EL-15]', async () => {
    ran.length = 0
    const server = new McpServer({ name: 's', version: '1' })
    server.registerTool('wipe', {}, () => done('wipe'))
    confirmSensitive(server, options, foreignSallyport({ keys: undefined }))
    const { call } = await connected(server, 'Allow once')
    await expect(call({ name: 'wipe' })).rejects.toThrow()
    expect(ran).toEqual([])
  })

  it('knows no page for people of other issuers, so only a form can ask them [EL-14]', async () => {
    ran.length = 0
    const server = new McpServer({ name: 's', version: '1' })
    server.registerTool('wipe', {}, () => done('wipe'))
    confirmSensitive(server, { tools: { wipe: { by: 'page' } } }, foreignSallyport())
    const { call, asked } = await connected(server, 'Allow once')
    expect(textOf(await call({ name: 'wipe' }))).toContain('no way to ask')
    expect([asked, ran]).toEqual([[], []])
  })
})

describe('which calls are sensitive', () => {
  async function askedFor(options: ConfirmOptions, calls: readonly object[]): Promise<number[]> {
    const server = new McpServer({ name: 's', version: '1' })
    const annotations = { readOnlyHint: true, destructiveHint: false }
    for (const name of ['wipe', 'pay', 'list']) {
      server.registerTool(name, { annotations, inputSchema: z.looseObject({}) }, () => done(name))
    }
    confirmSensitive(server, options, foreignSallyport())
    const { call, asked } = await connected(server, undefined)
    const counts: number[] = []
    for (const params of calls) {
      await call(params)
      counts.push(asked.length)
    }
    return counts
  }

  const CALLS = [
    { name: 'wipe', arguments: {} },
    { name: 'pay', arguments: { amount: 1 } },
    { name: 'pay', arguments: { amount: 100 } },
    { name: 'list', arguments: {} },
  ]

  it.each<[string, ConfirmOptions, number[]]>([
    ['a name', { tools: { wipe: true } }, [1, 1, 1, 1]],
    [
      'a name and its arguments',
      { tools: { pay: { sensitive: (given) => (given as { amount: number }).amount > 50 } } },
      [0, 0, 1, 1],
    ],
    ['a function for the others', { tools: { wipe: true }, sensitive: (tool) => tool !== 'list' }, [1, 2, 3, 3]],
    ['a promise', { sensitive: async (tool) => tool === 'pay' }, [0, 1, 2, 2]],
  ])('is said by %s, never by annotations [TL-07]', async (_case, options, counts) => {
    expect(await askedFor(options, CALLS)).toEqual(counts)
  })

  it.each<[string, () => never]>([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken')) as never],
    ['answers nothing', () => undefined as never],
    ['answers another type', () => 0 as never],
  ])('is all of them where the function %s: it fails closed [F-62]', async (_case, sensitive) => {
    expect(await askedFor({ sensitive }, CALLS)).toEqual([1, 2, 3, 4])
    expect(await askedFor({ tools: { pay: { sensitive } } }, CALLS)).toEqual([0, 1, 2, 2])
  })
})

it('puts a question that no form can show on the page, whole [F-62]', async () => {
  const w = await world({ confirm: { tools: { pay: true } } })
  const { call, asked } = await w.legacyClient({ elicitation: {} }, allowOnce)
  const iban = 'DE'.repeat(5000)
  const url = linkIn(await call({ name: 'pay', arguments: { iban } }))
  expect(asked).toEqual([])
  await w.onPage(url, 'approve')
  expect(textOf(await call({ name: 'pay', arguments: { iban } }))).toBe('pay done')
})

it('does not ask about arguments that nobody can check, and runs nothing [F-62]', async () => {
  const w = await world({ confirm: { tools: { pay: true } } })
  const { call } = await w.legacyClient({ elicitation: {} }, allowOnce)
  expect(textOf(await call({ name: 'pay', arguments: { iban: 'x'.repeat(70_000) } }))).toContain('too long')
  expect(w.ran).toEqual([])
})

it('stops a client that asks without end [F-62]', async () => {
  const w = await world({ confirm: { tools: { pay: true } }, confirmations: { maxPerCaller: 3 } })
  const { call } = await w.legacyClient({})
  const said: string[] = []
  for (let i = 0; i < 5; i++) said.push(textOf(await call({ name: 'pay', arguments: { iban: String(i) } })))
  expect(said.map((text) => text.includes('too many questions'))).toEqual([false, false, false, true, true])
})

it('asks once for a tool that asks things of its own, and hands it its own state [EL-08] [F-62]', async () => {
  const w = await world()
  const Which = z.object({ which: z.string() })
  const seen: unknown[] = []
  const handler = createMcpHandler(() => {
    const server = new ModernServer({ name: 's', version: '1' }, { requestState: w.sallyport.requestState })
    server.registerTool('wipe', { inputSchema: z.object({ folder: z.string() }) }, async (_given, ctx) => {
      seen.push([ctx.mcpReq.requestState(), Object.keys(ctx.mcpReq.inputResponses ?? {})])
      if (seen.length > 1) return done('wipe')
      return inputRequired({
        inputRequests: { which: inputRequired.elicit({ message: 'Which?', requestedSchema: Which }) },
        requestState: await w.sallyport.requestState.mint({ mine: 1 }, ctx),
      })
    })
    return confirmSensitive(wrapServer(server, w.sallyport), { tools: { wipe: true } }, w.sallyport, w.runtime)
  })
  const questions: string[] = []
  const { client } = await w.modernClient(
    { elicitation: { form: {} } },
    ({ message }) => {
      questions.push(message.slice(0, 5))
      const content: Record<string, string> = message === 'Which?' ? { which: 'a' } : { decision: 'Allow once' }
      return { action: 'accept', content }
    },
    'alice',
    { pin: '2026-07-28' },
    (request, context) => handler.fetch(request, context),
  )
  const result = await client.callTool({ name: 'wipe', arguments: { folder: 'old' } })
  expect(textOf(result)).toBe('wipe done')
  expect(questions).toEqual(['Allow', 'Which'])
  expect(seen).toEqual([
    [undefined, []],
    [{ mine: 1 }, ['which']],
  ])
})

describe('options', () => {
  const server = () => new McpServer({ name: 's', version: '1' })

  it.each<[string, object]>([
    ['nothing sensitive', {}],
    ['an empty list of tools', { tools: {} }],
    ['an unknown option', { tools: { wipe: true }, tool: 'wipe' }],
    ['a tool that is false', { tools: { wipe: false } }],
    ['an unknown member of a tool', { tools: { wipe: { hint: 'destructive' } } }],
    ['another word of whom to believe', { tools: { wipe: true }, by: 'model' }],
    ['a wait of an hour', { tools: { wipe: true }, waitMs: 3_600_000 }],
  ])('refuse %s', (_case, options) => {
    expect(() => confirmSensitive(server(), options as ConfirmOptions, foreignSallyport())).toThrow(ConfigError)
  })

  it('refuse what is no server, and a second time', () => {
    const sallyport = foreignSallyport()
    expect(() => confirmSensitive({}, { tools: { wipe: true } }, sallyport)).toThrow(ConfigError)
    const one = confirmSensitive(server(), { tools: { wipe: true } }, sallyport)
    expect(() => confirmSensitive(one, { tools: { pay: true } }, sallyport)).toThrow(ConfigError)
  })
})
