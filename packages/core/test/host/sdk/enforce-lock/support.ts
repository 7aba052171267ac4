import { Client as ClientV2, InMemoryTransport as MemoryV2 } from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport as MemoryV1 } from '@modelcontextprotocol/sdk/inMemory.js'
import { McpServer as ServerV1 } from '@modelcontextprotocol/sdk/server/mcp.js'
import { McpServer as ServerV2 } from '@modelcontextprotocol/server'
import { onTestFinished } from 'vitest'
import type { AuditEvent } from '../../../../src/audit/index.js'
import {
  createLock,
  type ServerSurface,
  type ToolDefinition,
  type ToolLock,
} from '../../../../src/policy/tool-guard/index.js'

/** What both generations of `McpServer` share, as far as these tests go. */
export interface AnyMcpServer {
  registerTool(name: string, config: object, run: (...args: never[]) => unknown): AnyTool
  registerPrompt(name: string, config: object, run: () => unknown): AnyTool
  registerResource(name: string, uri: unknown, config: object, read: (uri: URL) => unknown): AnyTool
  connect(transport: never): Promise<void>
  close(): Promise<void>
}

export interface AnyTool {
  update(changes: object): void
  remove(): void
  enable(): void
  disable(): void
}

export interface AnyClient {
  listTools(params?: object): Promise<{ tools: { name: string; description?: string | undefined }[] }>
  listPrompts(): Promise<{ prompts: { name: string }[] }>
  listResources(): Promise<{ resources: { uri: string }[] }>
  listResourceTemplates(): Promise<{ resourceTemplates: { uriTemplate: string }[] }>
  callTool(params: {
    name: string
    arguments?: Record<string, unknown>
  }): Promise<{ content?: unknown; isError?: unknown }>
  getPrompt(params: { name: string }): Promise<unknown>
  readResource(params: { uri: string }): Promise<unknown>
  complete(params: object): Promise<unknown>
  getInstructions(): string | undefined
  connect(transport: never): Promise<void>
  close(): Promise<void>
}

const info = { name: 'notes', version: '1' }

export interface Generation {
  readonly name: string
  readonly newServer: (options?: object) => AnyMcpServer
  readonly newClient: () => AnyClient
  readonly pair: () => readonly [object, object]
}

export const GENERATIONS: readonly Generation[] = [
  {
    name: 'SDK v1',
    newServer: (options) => new ServerV1(info, options) as unknown as AnyMcpServer,
    newClient: () => new ClientV1(info) as unknown as AnyClient,
    pair: () => MemoryV1.createLinkedPair(),
  },
  {
    name: 'SDK v2',
    newServer: (options) => new ServerV2(info, options),
    newClient: () => new ClientV2(info),
    pair: () => MemoryV2.createLinkedPair(),
  },
]

export async function connect({ newClient, pair }: Generation, server: AnyMcpServer): Promise<AnyClient> {
  const [near, far] = pair()
  const client = newClient()
  onTestFinished(async () => {
    await client.close()
    await server.close()
  })
  await server.connect(far as never)
  await client.connect(near as never)
  return client
}

/** The tools of the tests: each call leaves its name in `ran`. */
export function addTool(server: AnyMcpServer, ran: string[], name: string, description = `Does ${name}.`): AnyTool {
  return server.registerTool(name, { description }, () => {
    ran.push(name)
    return { content: [{ type: 'text', text: name }] }
  })
}

/** What a genuine client is told by a server that nothing guards. */
export async function surfaceOf(generation: Generation, server: AnyMcpServer): Promise<ServerSurface> {
  const client = await connect(generation, server)
  const tools = (await client.listTools()).tools as ToolDefinition[]
  return { tools: JSON.parse(JSON.stringify(tools)) as ToolDefinition[] }
}

export async function lockOf(surface: ServerSurface): Promise<ToolLock> {
  const result = await createLock(surface, { server: { name: 'notes' } })
  if (!result.ok) throw new Error(result.problem)
  return result.lock
}

export function auditLog() {
  const events: AuditEvent[] = []
  const sink = { write: (event: AuditEvent) => void events.push(event) }
  const kinds = () => events.map(({ kind, reason }) => (reason === undefined ? kind : `${kind}:${reason}`))
  return { sink, events, kinds }
}

export const approval = { by: 'ada@example.com', at: '2026-11-21T10:00:00Z', reason: 'Reviewed in #12' }
