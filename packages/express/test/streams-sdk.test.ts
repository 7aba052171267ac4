import { randomUUID } from 'node:crypto'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { RequestHandler } from 'express'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startApp } from './support/app.js'
import { register, REDIRECT_URI, signIn } from './support/oauth-client.js'
import { openWalker } from './support/walker.js'

const until = (what: string, isTrue: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(isTrue(), what).toBe(true), { timeout: 15_000 })

/** One session on a server that can say something by itself, and the streams it was asked for. */
async function sessionServer() {
  const server = new McpServer({ name: 'notes', version: '1.0.0' }, { capabilities: { logging: {} } })
  server.registerTool('ping', {}, () => ({ content: [] }))
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() })
  await server.connect(transport)
  onTestFinished(() => server.close())
  const opened: number[] = []
  const closed: number[] = []
  const handler: RequestHandler = (req, res, next) => {
    if (req.method === 'GET') {
      opened.push(Date.now())
      res.once('close', () => closed.push(Date.now()))
    }
    transport.handleRequest(req, res, req.body).catch(next)
  }
  return { server, handler, opened, closed }
}

it(
  'SDK v1: a stream ends with its token, and its client comes back with a fresh one [RS-44]',
  { timeout: 60_000 },
  async () => {
    const { server, handler, opened, closed } = await sessionServer()
    const app = await startApp({
      handler,
      authorizationServer: { lifetimes: { accessTokenMs: 5_000 } },
    })
    const registered = await register(app)
    const { tokens } = await signIn(app, registered, openWalker())
    const saved = {
      tokens: { ...tokens, token_type: 'Bearer', issuer: app.origin } as Awaited<
        ReturnType<OAuthClientProvider['tokens']>
      >,
    }
    const first = saved.tokens?.access_token
    const provider: OAuthClientProvider = {
      redirectUrl: REDIRECT_URI,
      clientMetadata: { redirect_uris: [REDIRECT_URI] },
      clientInformation: () => ({ client_id: registered.client.client_id, issuer: app.origin }),
      tokens: () => saved.tokens,
      saveTokens: (given) => void (saved.tokens = given),
      redirectToAuthorization: () => expect.fail('a refresh suffices'),
      saveCodeVerifier: () => undefined,
      codeVerifier: () => '',
    }
    const client = new Client({ name: 'test', version: '1' })
    onTestFinished(() => client.close())
    const logged: unknown[] = []
    await client.connect(new StreamableHTTPClientTransport(new URL(app.endpoint), { authProvider: provider }))
    client.fallbackNotificationHandler = async ({ params }) => void logged.push(params?.['data'])
    await until('the first stream', () => opened.length === 1)
    await server.server.sendLoggingMessage({ level: 'info', data: 'before' })
    await until('what is said on it', () => logged.length === 1)

    await until('its end', () => closed.length === 1)
    await until('the second stream', () => opened.length === 2)
    expect(saved.tokens?.access_token).not.toBe(first)
    await server.server.sendLoggingMessage({ level: 'info', data: 'after' })
    await until('what is said on it', () => logged.length === 2)
    expect(logged).toEqual(['before', 'after'])
  },
)
