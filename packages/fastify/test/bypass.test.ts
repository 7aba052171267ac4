import { connect as connectHttp2 } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { fastify, type FastifyInstance } from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  accessToken,
  callMcp,
  echo,
  exchange,
  MCP_HEADERS,
  message,
  until,
} from '../../adapter-contract/support/index.js'
import { oauthRoutes, protect, toRequest } from '../src/index.js'
import { startApp, webRoute } from './support/app.js'

const body = JSON.stringify(message('ping'))

describe('routes that replace a part of protect', () => {
  it.each(['onRequest', 'preParsing'] as const)('run nothing without the gate: %s [RS-20] [ST-16]', async (part) => {
    let runs = 0
    const app = await startApp(webRoute(echo))
    const host = fastify()
    onTestFinished(() => host.close())
    host.all('/mcp', { ...protect(app.sallyport), [part]: async () => undefined }, async () => (runs++, 'ran'))
    for (const authorization of ['Bearer nonsense', `Bearer ${await accessToken(app)}`]) {
      for (const method of ['POST', 'GET', 'DELETE'] as const) {
        const answer = await host.inject({
          method,
          url: '/mcp',
          headers: { ...MCP_HEADERS, authorization, host: '127.0.0.1' },
          ...(method === 'POST' && { payload: body }),
        })
        expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      }
    }
    expect(runs).toBe(0)
  })
})

describe('whatever the application has set', () => {
  it('guards the HEAD route that Fastify adds to a GET route [ST-16]', async () => {
    let runs = 0
    const app = await startApp(async () => 'never')
    const host = fastify({ exposeHeadRoutes: true })
    onTestFinished(() => host.close())
    host.get('/mcp', protect(app.sallyport), async () => (runs++, 'ran'))
    const authorization = `Bearer ${await accessToken(app)}`
    const ask = (method: 'HEAD' | 'GET') =>
      host.inject({ method, url: '/mcp', headers: { authorization, host: '127.0.0.1' } })
    expect((await ask('HEAD')).statusCode).toBe(405)
    expect(runs).toBe(0)
    expect((await ask('GET')).statusCode).toBe(200)
  })

  it('asks the gate in every spelling that a lenient router takes for the path [ST-16]', async () => {
    const app = await startApp(async () => 'ran', {
      server: {
        routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, caseSensitive: false },
      },
    })
    for (const target of ['/mcp', '/mcp/', '//mcp', '/MCP', '//Mcp/', '/%6dcp', 'http://evil.example/mcp']) {
      for (const method of ['POST', 'GET', 'DELETE', 'HEAD']) {
        const answer = await exchange(
          app.origin,
          `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
        )
        expect([target, answer.status]).toEqual([target, method === 'HEAD' ? 405 : 401])
      }
    }
  })

  it('answers as ever where error and not-found handlers are replaced [RS-29] [RS-30]', async () => {
    const app = await startApp(async () => 'ran', {
      before: (host) => {
        host.setErrorHandler(async (_error, _request, reply) => reply.code(200).send('ran'))
        host.setNotFoundHandler(async (_request, reply) => reply.code(200).send('ran'))
        host.setSchemaErrorFormatter(() => new Error('ran'))
      },
    })
    const refused = await callMcp(app, undefined)
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Bearer resource_metadata=/),
    ])
    expect((await callMcp(app, await accessToken(app), '{')).status).toBe(400)
  })

  it('lets inject() through the gate like any other client, and tells of the end once [F-90] [ST-64]', async () => {
    const app = await startApp(webRoute(echo))
    const ends: unknown[] = []
    const own = fastify()
    onTestFinished(() => own.close())
    const gate = app.sallyport.gate()
    const watched = {
      ...app.sallyport,
      gate: () => ({ ...gate, completed: (_: unknown, end: unknown) => void ends.push(end) }),
    }
    own.all('/mcp', protect(watched as typeof app.sallyport), webRoute(echo))
    const headers = { ...MCP_HEADERS, authorization: `Bearer ${await accessToken(app)}`, host: '127.0.0.1' }
    const answer = await own.inject({ method: 'POST', url: '/mcp', headers, payload: body })
    expect(answer.statusCode).toBe(200)
    await until('the end', () => ends.length > 0)
    expect(ends).toHaveLength(1)
    const stranger = await own.inject({
      method: 'POST',
      url: '/mcp',
      headers: { ...headers, authorization: 'Bearer x' },
      payload: body,
    })
    expect(stranger.statusCode).toBe(401)
  })

  it('gives no handler the authority of an absolute request target [UR-16]', async () => {
    const app = await startApp(async (request, reply) => ({ url: toRequest(request, reply).url }))
    const token = await accessToken(app)
    const answer = await exchange(
      app.origin,
      `GET http://evil.example/mcp?x=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
    )
    expect([answer.status, answer.body]).toEqual([200, JSON.stringify({ url: `${app.endpoint}?x=1` })])
  })
})

it('serves HTTP/2, where the authority stands in a field of its own [ST-04]', async () => {
  const app = await startApp(webRoute(echo))
  const host = fastify({ http2: true }) as unknown as FastifyInstance
  onTestFinished(() => host.close())
  void host.register(oauthRoutes(app.sallyport))
  host.all('/mcp', protect(app.sallyport), async (request) => request.body)
  await host.listen({ port: 0, host: '127.0.0.1' })
  const port = (host.server.address() as AddressInfo).port
  const ask = (headers: Record<string, string>, payload?: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const session = connectHttp2(`http://127.0.0.1:${String(port)}`)
      const stream = session.request(headers)
      let status = 0
      let text = ''
      stream.setEncoding('utf8')
      stream.on('response', (head) => (status = Number(head[':status'])))
      stream.on('data', (chunk: string) => (text += chunk))
      stream.on('end', () => (session.close(), resolve({ status, text }))).on('error', reject)
      stream.end(payload)
    })
  const token = await accessToken(app)
  const call = { ':method': 'POST', ':path': '/mcp', ...MCP_HEADERS }
  expect((await ask(call, body)).status).toBe(401)
  expect(await ask({ ...call, authorization: `Bearer ${token}` }, body)).toEqual({ status: 200, text: body })
  expect((await ask({ ...call, ':authority': 'evil.example', authorization: `Bearer ${token}` }, body)).status).toBe(
    403,
  )
  expect((await ask({ ':method': 'GET', ':path': '/jwks' })).status).toBe(200)
  expect((await ask({ ':method': 'GET', ':path': '/jwks', ':authority': 'evil.example' })).status).toBe(403)
})
