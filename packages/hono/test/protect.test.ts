import { Hono } from 'hono'
import { methodOverride } from 'hono/method-override'
import { describe, expect, it } from 'vitest'
import {
  accessToken,
  callMcp,
  echo,
  exchange,
  MCP_HEADERS,
  message,
  until,
} from '../../adapter-contract/support/index.js'
import { oauthRoutes, protect, type SallyportEnv } from '../src/index.js'
import { startApp, webRoute } from './support/app.js'

describe('oauthRoutes on Hono', () => {
  it('refuses to be mounted below a path [RS-05] [AS-02] [F-90]', async () => {
    const { sallyport } = await startApp(webRoute(echo))
    const failures: unknown[] = []
    const app = new Hono()
    app.onError((error, c) => (failures.push(error), c.text('failed', 500)))
    app.route('/api', new Hono().use(oauthRoutes(sallyport)))
    expect((await app.request('/api/token')).status).toBe(500)
    expect(failures).toEqual([expect.objectContaining({ code: 'ERR_CONFIG' })])
  })

  it('answers what is no web request with 400, and a form over the cap with 413 [ST-16] [AS-50] [F-90]', async () => {
    const app = await startApp(webRoute(echo))
    const trace = 'TRACE /token HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'
    expect((await exchange(app.origin, trace)).status).toBe(400)
    const body = new URLSearchParams({ grant_type: 'a'.repeat(70_000) })
    expect((await fetch(`${app.origin}/token`, { method: 'POST', body })).status).toBe(413)
  })

  it('believes no Host, and reads the credential lines one by one [UR-16] [AS-53]', async () => {
    const app = await startApp(webRoute(echo))
    const form = 'grant_type=authorization_code&code=a'
    const answer = await exchange(
      app.origin,
      'POST /token HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Basic YTpi\r\n' +
        `Authorization: Basic YTpi\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${String(form.length)}\r\n\r\n${form}`,
    )
    expect(answer.status).toBe(400)
    const foreign =
      'GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'
    expect((await exchange(app.origin, foreign)).status).toBe(403)
  })
})

describe('protect on Hono', () => {
  it('works where nothing is known of the connection, as in app.request() [F-90]', async () => {
    const { sallyport, ...deployment } = await startApp(webRoute(echo))
    const app = new Hono<SallyportEnv>()
    app.use(oauthRoutes(sallyport))
    app.all('/mcp', protect(sallyport), webRoute(echo))
    const init = { method: 'POST', headers: MCP_HEADERS, body: JSON.stringify(message('ping')) }
    expect((await app.request(deployment.endpoint, init)).status).toBe(401)
    const headers = { ...MCP_HEADERS, authorization: `Bearer ${await accessToken(deployment)}` }
    expect((await app.request(deployment.endpoint, { ...init, headers })).status).toBe(200)
    expect((await app.request(`${deployment.origin}/jwks`)).status).toBe(200)
  })

  it('takes the client address from the application where it tells one [F-90]', async () => {
    const { sallyport, events, endpoint } = await startApp(webRoute(echo))
    const app = new Hono<SallyportEnv>()
    app.all('/mcp', protect(sallyport, { connection: () => ({ remoteAddress: '203.0.113.9' }) }), webRoute(echo))
    await app.request(endpoint, { method: 'POST', headers: MCP_HEADERS, body: '{}' })
    expect(events).toContainEqual(expect.objectContaining({ kind: 'request.refused', address: '203.0.113.9' }))
  })

  it('judges a body that a middleware before it has read, and refuses what that could not parse [ST-17]', async () => {
    const app = await startApp(webRoute(echo), {
      before: (host) =>
        host.use(async (c, next) => {
          await c.req.text()
          await next()
        }),
    })
    const token = await accessToken(app)
    expect((await callMcp(app, token, message('tools/call', { name: 'notes_add' }))).status).toBe(403)
    expect(await (await callMcp(app, token)).json()).toMatchObject({ body: message('ping') })
    expect((await callMcp(app, token, '{"jsonrpc":')).status).toBe(400)
    const twice = '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}'
    expect((await callMcp(app, token, twice)).status).toBe(400)
  })

  it('gives whoever asks Hono for the body the message that was judged [ST-17] [F-90]', async () => {
    const app = await startApp(async (c) => c.json([await c.req.json(), c.get('parsedBody')]))
    expect(await (await callMcp(app, await accessToken(app))).json()).toEqual([message('ping'), message('ping')])
  })

  it('keeps the headers of other middlewares, several cookies included [F-18]', async () => {
    const app = await startApp(
      (c) => {
        c.header('set-cookie', 'a=1', { append: true })
        c.header('set-cookie', 'b=2', { append: true })
        return c.text('fine')
      },
      { options: { allowedOrigins: ['https://app.example'] } },
    )
    const answer = await callMcp(app, await accessToken(app), message('ping'), { origin: 'https://app.example' })
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
  })

  it('tells the gate of handlers that fail, too [ST-64]', async () => {
    const app = await startApp(() => {
      throw new Error('failed')
    })
    expect((await callMcp(app, await accessToken(app))).status).toBe(500)
    await until('the end', () => app.completed.length === 1)
    expect(app.completed).toEqual([{ status: 500 }])
  })

  it('tells the gate of handlers that throw what is no error [ST-64]', async () => {
    const app = await startApp(() => {
      throw JSON.parse('"failed"') as Error
    })
    expect((await callMcp(app, await accessToken(app))).status).toBe(500)
    await until('the end', () => app.completed.length === 1)
    expect(app.completed).toEqual([{ status: 500 }])
  })

  it('tells the gate of an answer that cannot be passed on [ST-64] [TL-28]', async () => {
    const app = await startApp(() => {
      const answer = new Response('data: {}\n\n', { headers: { 'content-type': 'text/event-stream' } })
      answer.body?.getReader()
      return answer
    })
    expect((await callMcp(app, await accessToken(app))).status).toBe(500)
    await until('the end', () => app.completed.length === 1)
    expect(app.completed).toEqual([{ status: 500 }])
  })

  it('shows no handler the session id of a request that stands alone [ST-40] [ST-67]', async () => {
    const app = await startApp((c) => c.json([c.req.header('mcp-session-id') ?? null, c.get('parsedBody')]))
    const modern = message('tools/list', {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    })
    const lines = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list', 'mcp-session-id': 's1' }
    const answer = await callMcp(app, await accessToken(app), modern, lines)
    expect(await answer.json()).toEqual([null, modern])
  })

  it('refuses a body at which a middleware has failed, instead of failing as well [ST-17] [ST-65]', async () => {
    const app = await startApp(webRoute(echo), {
      before: (host) =>
        host.use(async (c, next) => {
          await c.req.json().catch(() => undefined)
          await next()
        }),
    })
    const token = await accessToken(app)
    const answer = await callMcp(app, token, '{"jsonrpc":')
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: -32700 } }])
    expect((await callMcp(app, undefined, '{"jsonrpc":')).status).toBe(401)
    const form = await fetch(`${app.origin}/token`, { method: 'POST', body: new URLSearchParams('a=b') })
    expect(form.status).toBe(400)
    expect((await callMcp(app, token)).status).toBe(200)
  })

  it('judges a request whose method a middleware has changed by the new one [ST-16] [RS-20]', async () => {
    let runs = 0
    const { sallyport, ...deployment } = await startApp(webRoute(echo))
    const app = new Hono<SallyportEnv>()
    app.use(methodOverride({ app, header: 'x-method' }))
    app.all('/mcp', protect(sallyport), (c) => (runs++, c.text('ran')))
    const ask = (authorization: string, method: string) =>
      app.request(deployment.endpoint, {
        method: 'POST',
        headers: { ...MCP_HEADERS, authorization, 'x-method': method },
        body: JSON.stringify(message('ping')),
      })
    const token = `Bearer ${await accessToken(deployment)}`
    expect((await ask('Bearer nonsense', 'DELETE')).status).toBe(401)
    expect((await ask(token, 'PUT')).status).toBe(405)
    expect(runs).toBe(0)
    expect((await ask(token, 'DELETE')).status).toBe(200)
  })

  it('refuses the name of a resource that does not exist [F-90]', async () => {
    const { sallyport } = await startApp(webRoute(echo))
    expect(() => protect(sallyport, { resource: 'admin' })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }) as Error,
    )
  })
})
