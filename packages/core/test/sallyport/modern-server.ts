import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { acceptedContent, createMcpHandler, inputRequired, McpServer } from '@modelcontextprotocol/server'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import * as z from 'zod'
import type { AuditEvent } from '../../src/audit/index.js'
import { createSallyport, type Sallyport, type SallyportOptions } from '../../src/index.js'
import { systemRuntime } from '../../src/foundation/index.js'
import { keysFromSecret } from '../../src/primitives/keys/index.js'
import { memoryStore } from '../../src/store/index.js'

const ISSUER = 'https://login.example.com'
const MCP_URL = 'https://notes.example.com/mcp'
export const SECRET = crypto.getRandomValues(new Uint8Array(32))

const Sure = z.object({ sure: z.boolean() })
/** A second round of the tool asks for this; the first one is over then. */
interface Steps {
  readonly step: number
  readonly secret: string
}

/** Asks twice before it does anything: the second question is in the state of the first answer. */
function createServer(sallyport: Sallyport): McpServer {
  const server = new McpServer({ name: 'notes', version: '1' }, { requestState: sallyport.requestState })
  const ask = async (ctx: unknown, payload: unknown) =>
    inputRequired({
      inputRequests: { sure: inputRequired.elicit({ message: 'Sure?', requestedSchema: Sure }) },
      requestState: await sallyport.requestState.mint(payload, ctx),
    })
  for (const name of ['deploy', 'destroy']) {
    server.registerTool(name, { inputSchema: z.object({ env: z.string() }) }, async ({ env }, ctx) => {
      const state = ctx.mcpReq.requestState<Steps>()
      const answer = acceptedContent(ctx.mcpReq.inputResponses, 'sure', Sure)
      if (state === undefined) return ask(ctx, { step: 1, secret: 'not for the client' })
      if (answer?.sure !== true) return ask(ctx, state)
      if (state.step === 1) return ask(ctx, { ...state, step: 2 })
      return { content: [{ type: 'text', text: `${name} ${env} after ${String(state.step)} rounds, ${state.secret}` }] }
    })
  }
  server.registerPrompt('deploy', { argsSchema: z.object({ env: z.string() }) }, () => ({ messages: [] }))
  server.registerTool('keep', { inputSchema: z.object({ note: z.string() }) }, async ({ note }, ctx) => ({
    content: [{ type: 'text', text: await sallyport.handles.create(ctx, { note }) }],
  }))
  server.registerTool('read', { inputSchema: z.object({ handle: z.string() }) }, async ({ handle }, ctx) => {
    const kept = (await sallyport.handles.get(ctx, handle)) as { note: string } | undefined
    if (kept === undefined) return { content: [{ type: 'text', text: 'unknown handle' }], isError: true }
    return { content: [{ type: 'text', text: kept.note }] }
  })
  return server
}

/** A server of SDK v2 behind the gate; a fetch stands for the wire. */
export async function modernServer(changes: Partial<SallyportOptions> = {}) {
  const events: AuditEvent[] = []
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] }
  let lateMs = 0
  const runtime = {
    ...systemRuntime,
    nowMs: () => Date.now() + lateMs,
    fetch: () => Promise.resolve(Response.json(jwks)),
  }
  const sallyport = createSallyport(
    {
      resource: MCP_URL,
      operations: { default: ['notes'] },
      trustedIssuers: [{ issuer: ISSUER, jwksUri: `${ISSUER}/jwks` }],
      keys: keysFromSecret(SECRET),
      store: memoryStore({}, runtime),
      audit: [{ write: (event) => void events.push(event) }],
      ...changes,
    },
    runtime,
  )
  const handler = createMcpHandler(() => createServer(sallyport))
  const bodies: Record<string, unknown>[] = []

  async function wire(request: Request): Promise<Response> {
    const gate = sallyport.gate()
    const admitted = await gate.admit({
      method: request.method,
      target: new URL(request.url).pathname,
      remoteAddress: '192.0.2.7',
      headerLines: (name) => (request.headers.has(name) ? [request.headers.get(name) ?? ''] : []),
    })
    if (!admitted.allowed) return toResponse(admitted.reply)
    const parsedBody: unknown = request.method === 'POST' ? await request.clone().json() : undefined
    if (parsedBody !== undefined) bodies.push(parsedBody as Record<string, unknown>)
    const decision = await gate.authorize(admitted, parsedBody)
    if (!decision.allowed) return toResponse(decision.reply)
    return handler.fetch(request, { authInfo: decision.authInfo, parsedBody })
  }

  const token = (claims: Record<string, unknown> = {}) =>
    new SignJWT({ client_id: 'c1', sub: 'alice', scope: 'notes', jti: 'j1', iss: ISSUER, aud: MCP_URL, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' })
      .setIssuedAt()
      .setExpirationTime('2h')
      .sign(privateKey)

  /** A client of SDK v2; `answers` is what the person says, in turn. */
  async function connect(claims: Record<string, unknown> = {}, answers: (boolean | 'cancel')[] = []) {
    const client = new Client(
      { name: 'c', version: '1' },
      { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode: { pin: '2026-07-28' } } },
    )
    client.setRequestHandler('elicitation/create', () => {
      const answer = answers.shift() ?? 'cancel'
      return answer === 'cancel' ? { action: 'cancel' } : { action: 'accept', content: { sure: answer } }
    })
    const bearer = await token(claims)
    await client.connect(
      new StreamableHTTPClientTransport(new URL(MCP_URL), {
        authProvider: { token: () => Promise.resolve(bearer) },
        fetch: (input, init) => wire(new Request(input, init)),
      }),
    )
    return client
  }

  /** The body of a message as somebody else, or somebody who changed it, would send it. */
  async function replay(body: Record<string, unknown>, claims: Record<string, unknown> = {}): Promise<unknown> {
    const { method, params } = body as { method: string; params: { name: string } }
    const response = await wire(
      new Request(MCP_URL, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await token(claims)}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': method,
          'mcp-name': params.name,
        },
        body: JSON.stringify(body),
      }),
    )
    const text = await response.text()
    return JSON.parse(text.startsWith('{') ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? '{}'))
  }

  const advance = (ms: number): void => void (lateMs += ms)
  return { sallyport, handler, connect, replay, bodies, events, advance, token }
}

function toResponse(reply: {
  status: number
  headers: readonly (readonly [string, string])[]
  body?: unknown
}): Response {
  const body = typeof reply.body === 'string' ? reply.body : null
  return new Response(body, {
    status: reply.status,
    headers: new Headers(reply.headers.map(([name, value]): [string, string] => [name, value])),
  })
}
