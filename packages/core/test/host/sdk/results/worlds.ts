import { Client as ClientV2, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { Server as ServerV1 } from '@modelcontextprotocol/sdk/server/index.js'
import { McpServer as McpServerV1 } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema, ElicitRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { createMcpHandler, McpServer as McpServerV2, Server as ServerV2 } from '@modelcontextprotocol/server'
import { onTestFinished } from 'vitest'
import { alice } from '../support.js'

/** What the tests use of the clients of both versions. */
export interface AnyClient {
  callTool(params: { name: string; arguments?: Record<string, unknown> }): Promise<unknown>
  getPrompt(params: { name: string }): Promise<unknown>
  readResource(params: { uri: string }): Promise<unknown>
  getInstructions(): string | undefined
}

export type AnyServer = McpServerV1 | McpServerV2 | ServerV1 | ServerV2

/** What a low-level server answers. */
export interface Raw {
  readonly list: (params: unknown) => object
  readonly call: (params: { name: string }) => object | Promise<object>
}

export interface World {
  readonly title: string
  /** An `McpServer`. The part that both versions share is typed as that of version 1. */
  readonly mcp: (instructions?: string) => McpServerV1
  readonly raw: (answers: Raw) => AnyServer
  /** A genuine client of the version, and every message that it got, as text. */
  readonly connect: (
    make: () => AnyServer,
    /** For a client with forms: hears the questions that it is asked, and closes them. */
    questions?: string[],
  ) => Promise<{ client: AnyClient; wire: () => string }>
}

const info = { name: 'pages', version: '1' }
const capabilities = { tools: {} }

const v1: World = {
  title: 'SDK v1',
  mcp: (instructions) =>
    new McpServerV1(info, { capabilities: { logging: {} }, ...(instructions && { instructions }) }),
  raw({ list, call }) {
    const server = new ServerV1(info, { capabilities })
    server.setRequestHandler(ListToolsRequestSchema, ({ params }) => list(params) as never)
    server.setRequestHandler(CallToolRequestSchema, async ({ params }) => (await call(params)) as never)
    return server
  },
  async connect(make, questions) {
    const [ours, theirs] = InMemoryTransport.createLinkedPair()
    const heard: string[] = []
    const send = theirs.send.bind(theirs)
    theirs.send = (message, options) => (heard.push(JSON.stringify(message)), send(message, options))
    const ask = ours.send.bind(ours)
    ours.send = (message, options) => ask(message, { ...options, authInfo: alice })
    await (make() as McpServerV1).connect(theirs)
    const client = new ClientV1({ name: 'c', version: '1' }, { capabilities: questions ? { elicitation: {} } : {} })
    if (questions) {
      client.setRequestHandler(
        ElicitRequestSchema,
        ({ params }) => (questions.push(params.message), { action: 'cancel' }),
      )
    }
    onTestFinished(() => client.close())
    await client.connect(ours)
    return { client: client as unknown as AnyClient, wire: () => heard.join('\n') }
  },
}

const v2 = (title: string, mode: 'legacy' | { pin: string }): World => ({
  title,
  mcp: (instructions) =>
    new McpServerV2(info, {
      capabilities: { logging: {} },
      ...(instructions && { instructions }),
    }) as unknown as McpServerV1,
  raw({ list, call }) {
    const server = new ServerV2(info, { capabilities })
    server.setRequestHandler('tools/list', ({ params }) => list(params) as never)
    server.setRequestHandler('tools/call', async ({ params }) => (await call(params)) as never)
    return server
  },
  async connect(make, questions) {
    const heard: Promise<string>[] = []
    const handler = createMcpHandler(() => make() as McpServerV2)
    const transport = new StreamableHTTPClientTransport(new URL('https://pages.example/mcp'), {
      fetch: async (input, init) => {
        const response = await handler.fetch(new Request(input, init), { authInfo: alice })
        heard.push(response.clone().text())
        return response
      },
    })
    const capabilities = questions ? { elicitation: { form: {} } } : {}
    const client = new ClientV2({ name: 'c', version: '1' }, { capabilities, versionNegotiation: { mode } })
    if (questions) {
      client.setRequestHandler(
        'elicitation/create',
        ({ params }) => (questions.push(params.message), { action: 'cancel' }),
      )
    }
    onTestFinished(() => client.close())
    await client.connect(transport)
    // Bodies arrive in full before their answer does.
    let text = ''
    const collect = async () => (text = (await Promise.all(heard)).join('\n'))
    const callTool = client.callTool.bind(client)
    client.callTool = async (...args) => {
      const result = await callTool(...args)
      await collect()
      return result
    }
    return { client: client as unknown as AnyClient, wire: () => text }
  },
})

/** Both versions of the SDK, and the revisions that differ in how results travel. */
export const WORLDS: readonly World[] = [
  v1,
  v2('SDK v2, revision 2026-07-28', { pin: '2026-07-28' }),
  v2('SDK v2, revision 2025-11-25', 'legacy'),
]
