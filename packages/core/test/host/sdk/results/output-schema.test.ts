import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../../../src/audit/index.js'
import { guardResults, type SchemaCompiler } from '../../../../src/host/sdk/index.js'
import { WORLDS, type Raw } from './worlds.js'

const MALFORMED = {
  content: [{ type: 'text', text: 'The result of this tool does not have the form that the tool declares.' }],
  isError: true,
}

/** As much of JSON Schema as these tests need. */
function compiler(compiled: unknown[] = []): SchemaCompiler {
  return {
    compileSchema(schema) {
      compiled.push(schema)
      const {
        properties = {},
        required = [],
        type,
      } = schema as {
        properties?: Record<string, { type: string }>
        required?: string[]
        type?: unknown
      }
      if (type !== 'object') throw new Error('not a schema')
      return (value) => {
        const given = value as Record<string, unknown>
        const wrong = Object.entries(properties).filter(([key, one]) => key in given && typeof given[key] !== one.type)
        const missing = required.filter((key) => !(key in given))
        const problems = [...wrong.map(([key]) => key), ...missing]
        return problems.length === 0 ? true : problems.map((key) => ({ path: `/${key}`, message: 'wrong' }))
      }
    },
  }
}

const schema = { type: 'object', properties: { celsius: { type: 'number' } }, required: ['celsius'] } as const
const inputSchema = { type: 'object' } as const
const weather = { name: 'weather', inputSchema, outputSchema: schema }
const plain = { name: 'plain', inputSchema }

describe.each(WORLDS)('results of tools with an outputSchema, $title', (world) => {
  function setup(call: Raw['call'], list: Raw['list'] = () => ({ tools: [plain, weather] }), port = compiler()) {
    const events: AuditEvent[] = []
    const audit = [{ write: (event: AuditEvent) => void events.push(event) }]
    const make = () => guardResults(world.raw({ call, list }), { outputSchema: port, audit, spotlight: false })
    return { events, connect: () => world.connect(make) }
  }

  it('pass when they conform, without the client having asked for the list [TL-06]', async () => {
    const good = { content: [], structuredContent: { celsius: 11 } }
    const { client } = await setup(() => good).connect()
    expect(await client.callTool({ name: 'weather' })).toMatchObject(good)
  })

  it.each<[string, object]>([
    ['another type', { content: [], structuredContent: { celsius: '<b>11</b>' } }],
    ['a missing member', { content: [], structuredContent: {} }],
    ['nothing structured', { content: [{ type: 'text', text: 'zebra' }] }],
  ])('are errors, and not forwarded, with %s [TL-06]', async (_what, result) => {
    const { connect, events } = setup(() => result)
    const { client, wire } = await connect()
    expect(await client.callTool({ name: 'weather' })).toMatchObject(MALFORMED)
    expect(wire()).not.toMatch(/zebra|<b>/)
    expect(events).toMatchObject([{ kind: 'content.flagged', reason: 'output_nonconforming', action: 'block' }])
  })

  it('may be errors of the tool, which have no form [TL-06]', async () => {
    const failed = { content: [{ type: 'text', text: 'no city' }], isError: true }
    const { client } = await setup(() => failed).connect()
    expect(await client.callTool({ name: 'weather' })).toMatchObject(failed)
  })

  it('are not compared where the tool declares nothing [TL-06]', async () => {
    const free = { content: [], structuredContent: { anything: true } }
    const { client } = await setup(() => free).connect()
    expect(await client.callTool({ name: 'plain' })).toMatchObject(free)
  })

  it('are withheld when the schema is none, or the list cannot be read [TL-06]', async () => {
    const good = { content: [], structuredContent: { celsius: 11 } }
    const broken = [
      () => ({ tools: [{ ...weather, outputSchema: { type: 'object', properties: 'x' } }] }),
      () => ({ tools: [], nextCursor: 'again' }),
      () => {
        throw new Error('zebra')
      },
    ]
    for (const list of broken) {
      const port: SchemaCompiler = {
        compileSchema: () => {
          throw new Error('zebra')
        },
      }
      const { connect, events } = setup(() => good, list, port)
      expect(await (await connect()).client.callTool({ name: 'weather' })).toMatchObject(MALFORMED)
      expect(events).toMatchObject([{ reason: 'output_unchecked' }])
    }
  })

  it('are compared with a schema on a later page, compiled once [TL-06]', async () => {
    const compiled: unknown[] = []
    const list: Raw['list'] = (params) =>
      (params as { cursor?: string } | undefined)?.cursor === 'two'
        ? { tools: [weather] }
        : { tools: [plain], nextCursor: 'two' }
    const { client } = await setup(() => ({ content: [], structuredContent: {} }), list, compiler(compiled)).connect()
    for (let i = 0; i < 3; i++) expect(await client.callTool({ name: 'weather' })).toMatchObject(MALFORMED)
    expect(compiled).toEqual([schema])
  })
})

it('are compared with what the tool declares since it has changed [TL-06]', async () => {
  const [world] = WORLDS
  let outputSchema: object = schema
  const server = world?.raw({
    call: () => ({ content: [], structuredContent: { celsius: 11 } }),
    list: () => ({ tools: [{ ...weather, outputSchema }] }),
  }) as Server
  const opened = await world?.connect(() => guardResults(server, { outputSchema: compiler(), spotlight: false }))
  expect(await opened?.client.callTool({ name: 'weather' })).toMatchObject({ structuredContent: { celsius: 11 } })
  outputSchema = { ...schema, required: ['fahrenheit'] }
  await server.notification({ method: 'notifications/tools/list_changed' })
  expect(await opened?.client.callTool({ name: 'weather' })).toMatchObject(MALFORMED)
})
