import { randomUUID } from 'node:crypto'
import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from '@modelcontextprotocol/client'
import { createMcpHandler, McpServer as ModernServer } from '@modelcontextprotocol/server'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { ElicitRequestSchema, type ElicitRequest, type ElicitResult } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import * as z from 'zod'
import { confirmSensitive, wrapServer, type ConfirmOptions } from '../../../../src/host/sdk/index.js'
import { protect, type WebHandler } from '../../../../src/host/web/index.js'
import { fieldsOf, type Browser } from '../../../compositions/authorization-server/browser.js'
import { NAVIGATION } from '../../../compositions/authorization-server/connections-steps.js'
import { RESOURCE } from '../../../compositions/authorization-server/harness.js'
import { connect } from '../../../compositions/authorization-server/steps.js'
import { deployment, type DeploymentOptions } from '../../../sallyport/deployment.js'

export const WIPE = { name: 'wipe', arguments: { folder: 'old', depth: 2 } }

/** What ran, with what; the only thing that counts in the end. */
export type Ran = readonly [tool: string, args: unknown][]

/** A message as somebody sends it who speaks without a client of the SDK. */
export function messageOf(token: string, body: string): RequestInit {
  const { method, params } = JSON.parse(body) as { method: string; params: { name: string } }
  return {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      'mcp-name': params.name,
    },
    body,
  }
}

/** The message in an answer, be it JSON or the one event of a stream. */
export async function messageIn(response: Response): Promise<unknown> {
  const text = await response.text()
  return JSON.parse(text.startsWith('{') ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? '{}'))
}

export type Wire = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** What a person, or a client in their place, does with a question. */
export type Answer = (params: ElicitRequest['params']) => ElicitResult | Promise<ElicitResult>

export const allowOnce: Answer = () => ({ action: 'accept', content: { decision: 'Allow once' } })

const Wipe = { folder: z.string(), depth: z.optional(z.number()) }

/** Things to add to the servers of both versions before they are asked to confirm. */
export interface WorldOptions extends DeploymentOptions {
  readonly confirm?: ConfirmOptions
  /** `after`: the gate's rules are put around the server last. */
  readonly wrap?: 'before' | 'after'
}

export async function world(options: WorldOptions = {}) {
  const { confirm = { tools: { wipe: true } }, wrap = 'before', ...rest } = options
  const d = deployment({ operations: { default: ['notes:read'] }, ...rest })
  const ran: [string, unknown][] = []
  const done = (tool: string, given: unknown) => {
    ran.push([tool, given])
    return { content: [{ type: 'text' as const, text: `${tool} done` }] }
  }

  function guarded<Server extends { connect(transport: object): Promise<void> }>(server: Server): Server {
    if (wrap === 'before') wrapServer(server, d.sallyport)
    confirmSensitive(server, { waitMs: 0, ...confirm }, d.sallyport, d.runtime)
    return wrap === 'after' ? wrapServer(server, d.sallyport) : server
  }

  function legacyServer(): McpServer {
    const server = new McpServer({ name: 'notes', version: '1' })
    server.registerTool('wipe', { inputSchema: Wipe }, (given) => done('wipe', given))
    guarded(server as never)
    // A tool that comes later is asked about like all others.
    server.registerTool('pay', { inputSchema: { iban: z.string() } }, (given) => done('pay', given))
    server.registerTool('list', {}, () => done('list', {}))
    return server
  }

  const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>()
  const legacy = protect(d.sallyport, async (request, context) => {
    const known = sessions.get(request.headers.get('mcp-session-id') ?? '')
    if (known) return known.handleRequest(request, context)
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    })
    await legacyServer().connect(transport)
    return transport.handleRequest(request, context)
  })

  const modernHandler = createMcpHandler(() => {
    const server = new ModernServer({ name: 'notes', version: '1' })
    server.registerTool('wipe', { inputSchema: z.object(Wipe) }, (given) => done('wipe', given))
    guarded(server as never)
    server.registerTool('pay', { inputSchema: z.object({ iban: z.string() }) }, (given) => done('pay', given))
    server.registerTool('list', {}, () => done('list', {}))
    return server
  })
  const modern = protect(d.sallyport, (request, context) => modernHandler.fetch(request, context))

  const bodies: Record<string, unknown>[] = []
  const wireTo =
    (door: typeof legacy): Wire =>
    async (input, init) => {
      const request = new Request(input, init)
      if (request.method === 'POST') bodies.push((await request.clone().json()) as Record<string, unknown>)
      return door(request, { remoteAddress: '192.0.2.9' })
    }

  const tokens = new Map<string, { clientId: string; token: string; browser: Browser }>()
  /** A person with a client that they have let in; `client` tells several of one person apart. */
  async function caller(person = 'alice', client = 'one') {
    const key = `${person} ${client}`
    const known = tokens.get(key)
    if (known) return known
    const { clientId, browser, tokens: issued } = await connect(d, {}, person)
    const fresh = { clientId, token: issued.access_token, browser }
    tokens.set(key, fresh)
    return fresh
  }

  return {
    ...d,
    ran: ran as Ran,
    bodies,
    caller,
    wires: { legacy: wireTo(legacy), modern: wireTo(modern) },
    /** A client of SDK v1 in a session. */
    async legacyClient(
      capabilities: object,
      answer: Answer = () => ({ action: 'cancel' }),
      person = 'alice',
      which = 'one',
    ) {
      const client = new Client({ name: 'c', version: '1' }, { capabilities })
      const asked: ElicitRequest['params'][] = []
      if ('elicitation' in capabilities) {
        client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
          asked.push(params)
          return answer(params)
        })
      }
      const headers = { authorization: `Bearer ${(await caller(person, which)).token}` }
      const fetch = wireTo(legacy)
      const transport = new StreamableHTTPClientTransport(new URL(RESOURCE), { fetch, requestInit: { headers } })
      await client.connect(transport)
      onTestFinished(() => client.close())
      return { client, asked, call: async (params: object = WIPE) => client.callTool(params as never) }
    },
    /** A client of SDK v2, of the newest revision or of an older one. */
    async modernClient(
      capabilities: object,
      answer: Answer = () => ({ action: 'cancel' }),
      person = 'alice',
      mode: 'legacy' | { pin: string } = { pin: '2026-07-28' },
      /** Another handler than that of this world. */
      handle?: WebHandler,
    ) {
      const client = new ModernClient({ name: 'c', version: '1' }, { capabilities, versionNegotiation: { mode: mode } })
      const asked: ElicitRequest['params'][] = []
      if ('elicitation' in capabilities) {
        client.setRequestHandler('elicitation/create', async ({ params }) => {
          asked.push(params)
          return await answer(params)
        })
      }
      const { token } = await caller(person)
      const door = handle ? protect(d.sallyport, handle) : modern
      const fetch = wireTo(door)
      const transport = new ModernTransport(new URL(RESOURCE), {
        authProvider: { token: () => Promise.resolve(token) },
        fetch,
      })
      await client.connect(transport)
      onTestFinished(() => client.close())
      return { client, asked, call: async (params: object = WIPE) => client.callTool(params as never) }
    },
    /** Follows a link to our page in the browser of a person and presses a button there; the status of what they saw. */
    async onPage(url: string, decision: 'approve' | 'decline', person = 'alice'): Promise<number> {
      const { browser } = await caller(person)
      let response = await browser.get(url, NAVIGATION)
      if (response.status === 303) {
        const back = await browser.login(response, person)
        response = await browser.get(back.headers.get('location') ?? '', NAVIGATION)
      }
      if (response.status !== 200) return response.status
      const html = await response.text()
      const form = { ...fieldsOf(html), decision }
      const sent = await browser.post(url, form, { 'sec-fetch-site': 'same-origin', origin: 'null' })
      return sent.status
    },
  }
}

export type World = Awaited<ReturnType<typeof world>>

/** The text of a result. */
export function textOf(result: unknown): string {
  const { content = [] } = result as { content?: readonly { text?: string }[] }
  return content.map(({ text = '' }) => text).join('\n')
}

/** The address in a result. */
export function linkIn(result: unknown): string {
  const url = /https:\/\/\S+\/confirm\/[\w-]{35}/.exec(textOf(result))?.[0]
  if (url === undefined) throw new Error(`no link: ${JSON.stringify(result)}`)
  return url
}
