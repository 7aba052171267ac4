import { randomUUID } from 'node:crypto'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import express, { type RequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { majors, startApp, type App } from './support/app.js'
import { callMcp, MCP_HEADERS, message } from './support/call-mcp.js'
import { register, signIn } from './support/oauth-client.js'
import { openWalker } from './support/walker.js'

const EVIL = { origin: 'https://evil.example' }

async function tokenFor(app: App): Promise<string> {
  return (await signIn(app, await register(app), openWalker(), { scope: 'notes:read' })).tokens.access_token
}

/** An MCP server of the SDK with sessions, and how often its tool ran. */
function sessionServer() {
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  const ran = { tool: 0, transport: 0 }
  const open = async (): Promise<StreamableHTTPServerTransport> => {
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void sessions.set(id, transport),
    })
    const server = new McpServer({ name: 'notes', version: '1.0.0' })
    server.registerTool('count', {}, () => ({ content: [{ type: 'text', text: String(++ran.tool) }] }))
    await server.connect(transport)
    return transport
  }
  const handler: RequestHandler = (req, res, next) => {
    ran.transport++
    const id = req.headers['mcp-session-id']
    const known = typeof id === 'string' ? sessions.get(id) : undefined
    const run = async () => (known ?? (await open())).handleRequest(req, res, req.body)
    run().catch(next)
  }
  return { handler, ran }
}

const INITIALIZE = message('initialize', {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
})

describe.each(Object.entries(majors))('over HTTP on %s', (_name, framework) => {
  it('a session lets nobody in: each POST, GET and DELETE brings a token, or nothing runs [RS-20] [RS-24]', async () => {
    const { handler, ran } = sessionServer()
    const app = await startApp({ framework, handler })
    const token = await tokenFor(app)
    const opened = await callMcp(app, token, INITIALIZE)
    expect(opened.status).toBe(200)
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' }
    const call = (bearer: string | undefined) => callMcp(app, bearer, message('tools/call', { name: 'count' }), session)
    expect((await call(token)).status).toBe(200)
    expect(ran.tool).toBe(1)
    const before = ran.transport

    for (const authorization of [undefined, 'Bearer of-somebody-else']) {
      const headers = { ...MCP_HEADERS, ...session, ...(authorization !== undefined && { authorization }) }
      for (const method of ['POST', 'GET', 'DELETE']) {
        const body = method === 'POST' ? JSON.stringify(message('tools/call', { name: 'count' })) : null
        const refused = await fetch(app.endpoint, { method, headers, body })
        expect(refused.status).toBe(401)
        expect(refused.headers.get('content-type')).not.toContain('event-stream')
        expect(refused.headers.get('mcp-session-id')).toBeNull()
      }
    }
    expect(ran).toEqual({ tool: 1, transport: before })
    expect((await call(token)).status).toBe(200)
  })

  it('names the scopes of the tool to strangers who say what they want, and the baseline to others [RS-08]', async () => {
    const app = await startApp({ framework })
    const scopeOf = async (headers: Record<string, string>) => {
      const answer = await callMcp(app, undefined, message('tools/call', { name: 'notes_add' }), headers)
      expect(answer.status).toBe(401)
      return /scope="([^"]*)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1]
    }
    expect(await scopeOf({ 'mcp-method': 'tools/call', 'mcp-name': 'notes_add' })).toBe('notes:write')
    expect(await scopeOf({ 'mcp-method': 'tools/call', 'mcp-name': 'notes_list' })).toBe('notes:read')
    // A client of an earlier revision says it in the body only, which is not read for strangers.
    expect(await scopeOf({})).toBe('notes:read')
    expect(await scopeOf({ 'mcp-protocol-version': '2025-06-18' })).toBe('notes:read')
  })

  it('shows its documents to pages of every origin, though its endpoint is closed to them [RS-12] [AS-07]', async () => {
    const app = await startApp({ framework })
    for (const path of [
      '/.well-known/oauth-protected-resource/mcp',
      '/.well-known/oauth-protected-resource',
      '/.well-known/oauth-authorization-server',
      '/.well-known/openid-configuration',
      '/jwks',
    ]) {
      const answer = await fetch(app.origin + path, { headers: EVIL })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('application/json')
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    }
    const closed = await callMcp(app, await tokenFor(app), message('ping'), EVIL)
    expect(closed.status).toBe(403)
    expect(closed.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('finds a token in no form, in no query and in no cookie [RS-21] [F-17]', async () => {
    for (const before of [
      undefined,
      (host: express.Express) => void host.use(express.urlencoded({ extended: true })),
    ]) {
      const app = await startApp({ framework, ...(before && { before }) })
      const walker = openWalker()
      const { tokens } = await signIn(app, await register(app), walker)
      const token = tokens.access_token
      const form = await fetch(app.endpoint, { method: 'POST', body: new URLSearchParams({ access_token: token }) })
      const query = await fetch(`${app.endpoint}?access_token=${token}`, {
        method: 'POST',
        headers: MCP_HEADERS,
        body: '{}',
      })
      const cookies = walker.exchanges.flatMap(({ headers }) =>
        headers.filter(([name]) => name === 'set-cookie').map(([, line]) => line.split(';')[0]),
      )
      expect(cookies.length).toBeGreaterThan(2)
      const cookie = [...cookies, `access_token=${token}`, `authorization=Bearer ${token}`].join('; ')
      const withCookies = await callMcp(app, undefined, message('ping'), { cookie })
      expect([form.status, query.status, withCookies.status]).toEqual([401, 401, 401])
      for (const answer of [form, query, withCookies]) {
        expect(answer.headers.get('www-authenticate')).not.toContain('error=')
      }
      expect((await callMcp(app, token)).status).toBe(200)
    }
  })

  it('reads the query of an authorization request itself, whatever the framework makes of it [AS-08] [AS-12]', async () => {
    const app = await startApp({ framework, before: (host) => void host.set('query parser', 'extended') })
    const { client } = await register(app)
    const redirectUri = 'http://127.0.0.1:48999/callback'
    const parameters = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      code_challenge: 'A'.repeat(43),
      code_challenge_method: 'S256',
    }).toString()
    const ask = (query: string) => fetch(`${app.origin}/authorize?${query}`, { redirect: 'manual' })
    const errorOf = (answer: Response) => new URL(answer.headers.get('location') ?? '').searchParams.get('error')

    expect((await ask(parameters)).status).toBe(200)
    expect((await ask(`${parameters}&x=1&x=2&prompt=&state[]=a&scope[a]=b`)).status).toBe(200)
    expect(errorOf(await ask(`${parameters}&state=a&state=b`))).toBe('invalid_request')
    expect(errorOf(await ask(`${parameters}&scope=notes:read&scope=`))).toBe('invalid_request')
    for (const doubled of [`&client_id=x`, `&redirect_uri=${encodeURIComponent(redirectUri)}`]) {
      const answer = await ask(parameters + doubled)
      expect(answer.status).toBe(400)
      expect(answer.headers.has('location')).toBe(false)
    }
    expect((await ask(parameters.replace('client_id=', 'client_id[]='))).status).toBe(400)
    expect((await ask(parameters.replace('redirect_uri=', 'redirect_uri[0]='))).status).toBe(400)
  })

  it('reads the same form before and behind a parser that knows lists and objects [AS-08] [AS-50]', async () => {
    const ask = async (app: App, body: string) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await fetch(`${app.origin}/token`, { method: 'POST', headers, body })
      return [answer.status, await answer.json()]
    }
    const plain = await startApp({ framework })
    const parsed = await startApp({
      framework,
      before: (host) => void host.use(express.urlencoded({ extended: true })),
    })
    for (const [body, status, error] of [
      ['grant_type=authorization_code&code=a&code=b&client_id=c', 400, 'invalid_request'],
      ['grant_type=authorization_code&client_id[]=c', 400, 'invalid_request'],
      ['grant_type=authorization_code&client_id[0]=c&client_id[1]=c', 400, 'invalid_request'],
      ['client_id[x]=c&client_id[y]=d', 400, 'invalid_request'],
      ['__proto__=x&constructor=y&client_id=', 400, 'invalid_request'],
      ['grant_type[]=authorization_code&client_id=c', 401, 'invalid_client'],
    ] as const) {
      expect(await ask(plain, body)).toEqual([status, expect.objectContaining({ error })])
      expect(await ask(parsed, body)).toEqual([status, expect.objectContaining({ error })])
    }
  })

  it('believes forwarded headers of nobody but the proxies it was told of [F-19] [AS-05]', async () => {
    const failures = { token: { burst: 1, intervalMs: 3_600_000 } }
    const guess = (app: App, address: string) =>
      fetch(`${app.origin}/token`, {
        method: 'POST',
        headers: { 'x-forwarded-for': address, 'x-forwarded-proto': 'https', 'x-real-ip': address },
        body: new URLSearchParams({ client_id: 'c_unknown', grant_type: 'x' }),
      })
    const direct = await startApp({ framework, options: { limits: { failures } } })
    expect((await guess(direct, '198.51.100.1')).status).toBe(401)
    expect((await guess(direct, '198.51.100.2')).status).toBe(429)
    const proxied = await startApp({ framework, options: { limits: { failures }, trustProxy: ['127.0.0.0/8'] } })
    expect((await guess(proxied, '198.51.100.1')).status).toBe(401)
    expect((await guess(proxied, '198.51.100.2')).status).toBe(401)
    const limited = await guess(proxied, '198.51.100.1')
    expect(limited.status).toBe(429)
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(3_000)
    expect(limited.headers.get('strict-transport-security')).toBeNull()
  })
})
