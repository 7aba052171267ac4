import { createConnection } from 'node:net'
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { protect } from '../src/index.js'
import { majors, startApp, type App } from './support/app.js'
import { callMcp, message, MCP_HEADERS } from './support/call-mcp.js'
import { register, signIn } from './support/oauth-client.js'
import { openWalker } from './support/walker.js'

async function tokenFor(app: App, scope = 'notes:read'): Promise<string> {
  const { tokens } = await signIn(app, await register(app), openWalker(), { scope })
  return tokens.access_token
}

/** Sends the head of a POST that announces a body and never sends it. */
function headOnly(app: App, headers: string): Promise<string> {
  const { hostname, port } = new URL(app.origin)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = createConnection(Number(port), hostname, () =>
      socket.write(
        `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n${headers}\r\n`,
      ),
    )
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
    socket.once('close', () => resolve(answer)).once('error', reject)
  })
}

describe.each(Object.entries(majors))('protect on %s', (_name, framework) => {
  it('answers 401 before a byte of the body has come [RS-20] [RS-24]', async () => {
    const app = await startApp({ framework })
    expect(await headOnly(app, '')).toMatch(/^HTTP\/1\.1 401 /)
    expect(await headOnly(app, 'Authorization: Bearer nonsense\r\n')).toMatch(/^HTTP\/1\.1 401 /)
  })

  it('refuses two credentials, in two lines or in line and query [RS-22]', async () => {
    const app = await startApp({ framework })
    const token = await tokenFor(app)
    const twice = `Authorization: Bearer ${token}\r\nAuthorization: Bearer ${token}\r\n`
    expect(await headOnly(app, twice)).toMatch(/^HTTP\/1\.1 400 /)
    const url = `${app.endpoint}?access_token=${token}`
    const both = await fetch(url, {
      method: 'POST',
      headers: { ...MCP_HEADERS, authorization: `Bearer ${token}` },
      body: '{}',
    })
    expect(both.status).toBe(400)
    expect((await fetch(url, { method: 'POST', headers: MCP_HEADERS, body: '{}' })).status).toBe(401)
  })

  it.each([
    ['not JSON', '{"jsonrpc":', 400],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', 400],
    ['a member named twice', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}', 400],
    ['over the cap', JSON.stringify(message('ping', { text: 'x'.repeat(5_000_000) })), 413],
  ])('refuses a body that is %s, and the handler never runs [ST-08] [ST-17]', async (_case, body, status) => {
    let calls = 0
    const app = await startApp({ framework, handler: (_req, res) => void (calls++, res.end()) })
    expect((await callMcp(app, await tokenFor(app), body)).status).toBe(status)
    expect(calls).toBe(0)
  })

  it('names all missing scopes in one 403, by the body and not by headers [RS-60] [RS-61] [RS-69]', async () => {
    const app = await startApp({ framework })
    const token = await tokenFor(app)
    const call = message('tools/call', { name: 'notes_add' })
    const answer = await callMcp(app, token, call, { 'mcp-method': 'tools/call', 'mcp-name': 'notes_list' })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer error="insufficient_scope", scope="notes:write"/)
  })

  it('refuses foreign pages and foreign names [ST-01] [ST-02] [ST-04]', async () => {
    const app = await startApp({ framework })
    const token = await tokenFor(app)
    expect((await callMcp(app, token, message('ping'), { origin: 'https://evil.example' })).status).toBe(403)
    expect((await callMcp(app, token, message('ping'), { origin: 'null' })).status).toBe(403)
  })

  it('lets an allowed page read the answer of the handler [F-18]', async () => {
    const app = await startApp({ framework, options: { allowedOrigins: ['https://app.example'] } })
    const answer = await callMcp(app, await tokenFor(app), message('ping'), { origin: 'https://app.example' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
  })

  it('hands the caller to the handler, with a reference for a token [RS-39] [F-01]', async () => {
    const app = await startApp({ framework })
    const token = await tokenFor(app)
    const answer = await callMcp(app, token, message('tools/list'))
    const { auth, body } = (await answer.json()) as { auth: Record<string, unknown>; body: unknown }
    expect(body).toEqual(message('tools/list'))
    expect(auth).toMatchObject({
      token: expect.stringMatching(/^sallyport:/) as string,
      scopes: ['notes:read'],
      resource: app.endpoint,
      resourceMetadataUrl: `${app.origin}/.well-known/oauth-protected-resource/mcp`,
    })
    expect(JSON.stringify(auth)).not.toContain(token)
  })

  it('judges what a parser before it has read, and warns once [ST-17]', async () => {
    const warnings: string[] = []
    const listen = (warning: Error & { code?: string }) => warnings.push(warning.code ?? '')
    process.on('warning', listen)
    const app = await startApp({ framework, before: (host) => void host.use(express.json()) })
    const token = await tokenFor(app)
    expect((await callMcp(app, token, message('tools/call', { name: 'notes_add' }))).status).toBe(403)
    expect((await callMcp(app, token)).status).toBe(200)
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', listen)
    expect(warnings.filter((code) => code === 'SALLYPORT_BODY_PARSED_FIRST')).toHaveLength(1)
  })
})

it('works behind the SDK’s createMcpExpressApp [F-01]', async () => {
  const app = await startApp({ framework: createMcpExpressApp as unknown as typeof express })
  expect((await callMcp(app, await tokenFor(app))).status).toBe(200)
  expect((await callMcp(app, undefined)).status).toBe(401)
})

it('refuses the name of a resource that does not exist', async () => {
  const app = await startApp()
  expect(() => protect(app.sallyport, { resource: 'admin' })).toThrow(
    expect.objectContaining({ code: 'ERR_CONFIG' }) as Error,
  )
})
