import { Client as ClientV2, InMemoryTransport as TransportV2 } from '@modelcontextprotocol/client'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { McpServer as McpServerV2 } from '@modelcontextprotocol/server'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { checkArguments, compileWithSdk, parseInput, strictKeys } from '../../../src/policy/inputs/index.js'

const Input = z.object({ text: z.string().max(5) })
const SECRET = 'hunter2-correct-horse'
const info = { name: 'test', version: '1' }

interface Called {
  readonly isError?: boolean
  readonly content?: readonly { readonly text?: string }[]
  readonly code?: number
}
type Call = (name: string, args?: unknown) => Promise<Called>

const outcome = (work: Promise<unknown>) =>
  work.then(
    (result) => result as Called,
    (error: unknown) => error as Called,
  )

async function overV1(server: Server | McpServer): Promise<Call> {
  const client = new Client(info)
  const [a, b] = InMemoryTransport.createLinkedPair()
  await Promise.all([server.connect(a), client.connect(b)])
  onTestFinished(() => client.close())
  return (name, args) => outcome(client.callTool({ name, arguments: args as Record<string, unknown> }))
}

async function overV2(server: McpServerV2): Promise<Call> {
  const client = new ClientV2(info)
  const [a, b] = TransportV2.createLinkedPair()
  await Promise.all([server.connect(a), client.connect(b)])
  onTestFinished(() => client.close())
  return (name, args) => outcome(client.callTool({ name, arguments: args as Record<string, unknown> }))
}

const done = () => ({ content: [{ type: 'text' as const, text: 'done' }] })

/** Three servers that count how often their handler ran. */
const servers: readonly (readonly [string, (ran: () => void) => Promise<Call>])[] = [
  [
    'McpServer of SDK v1',
    (ran) => {
      const server = new McpServer(info)
      server.registerTool('add', { inputSchema: Input.shape }, () => {
        ran()
        return done()
      })
      return overV1(server)
    },
  ],
  [
    'McpServer of SDK v2',
    (ran) => {
      const server = new McpServerV2(info)
      server.registerTool('add', { inputSchema: Input }, () => {
        ran()
        return done()
      })
      return overV2(server)
    },
  ],
  [
    'Server of SDK v1 with checkArguments',
    (ran) => {
      const server = new Server(info, { capabilities: { tools: {} } })
      const inputSchema = { type: 'object', properties: { text: { type: 'string', maxLength: 5 } }, required: ['text'] }
      const check = checkArguments([{ name: 'add', inputSchema }], compileWithSdk(new AjvJsonSchemaValidator()))
      server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
        const refusal = check(params.name, params.arguments)
        if (refusal !== undefined) return { isError: true, content: [...refusal.content] }
        ran()
        return done()
      })
      return overV1(server)
    },
  ],
]

describe.each(servers)('%s', (_name, start) => {
  it.each([
    ['nothing', undefined],
    ['a missing member', {}],
    ['a wrong type', { text: 7 }],
    ['a text too long', { text: SECRET }],
    ['null', { text: null }],
  ])('keeps %s from the handler and tells the model [TL-01] [F-55]', async (_case, args) => {
    let runs = 0
    const call = await start(() => (runs += 1))
    const result = await call('add', args)
    expect(result.isError).toBe(true)
    expect(result.content?.[0]?.text).toMatch(/invalid arguments/i)
    expect(JSON.stringify(result)).not.toContain(SECRET)
    expect(runs).toBe(0)
    expect(await call('add', { text: 'milk' })).toMatchObject({ content: [{ text: 'done' }] })
    expect(runs).toBe(1)
  })

  it('runs nothing for a tool that is not there, or arguments that are no object [TL-01]', async () => {
    let runs = 0
    const call = await start(() => (runs += 1))
    for (const result of [await call('wipe', {}), await call('add', 'text'), await call('add', ['text'])]) {
      // SDK v1 answers arguments that are no object with -32603.
      expect(result.isError === true || [-32602, -32603].includes(result.code ?? 0)).toBe(true)
      expect(result.content?.[0]?.text).not.toBe('done')
    }
    expect(runs).toBe(0)
  })
})

it('answers -32602 for an unknown tool with checkArguments, where the McpServer of SDK v1 sends a result [TL-01]', async () => {
  const codes = []
  for (const [, start] of servers) codes.push((await (await start(() => undefined))('wipe', {})).code)
  expect(codes).toEqual([undefined, -32602, -32602])
})

it('lets the problems of parseInput reach the model, and no values [F-74] [TL-01]', async () => {
  const server = new McpServer(info)
  server.registerTool('add', {}, async () => {
    await parseInput(strictKeys(Input), { text: SECRET, extra: 1 })
    return done()
  })
  const result = await (await overV1(server))('add')
  expect(result).toMatchObject({ isError: true })
  expect(result.content?.[0]?.text).toContain('extra: There is no such member. Known are: text.')
  expect(JSON.stringify(result)).not.toContain(SECRET)
})
