import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { accessToken, callMcp, exchange, linesOf, message } from '../../adapter-contract/support/index.js'
import { protect, toRequest } from '../src/index.js'
import { startApp } from './support/app.js'

describe('protect on Fastify', () => {
  it('leaves the caller on the request and on Node’s request, and the headers as they came [F-90] [ST-17]', async () => {
    const app = await startApp(async (request) => ({
      same: (request as { auth?: unknown }).auth === (request.raw as { auth?: unknown }).auth,
      scopes: (request as { auth?: { scopes: string[] } }).auth?.scopes,
      body: request.body,
      type: request.headers['content-type'],
      length: request.headers['content-length'],
    }))
    const answer = await callMcp(app, await accessToken(app))
    expect(await answer.json()).toEqual({
      same: true,
      scopes: ['notes:read'],
      body: message('ping'),
      type: 'application/json',
      length: String(JSON.stringify(message('ping')).length),
    })
  })

  it('leaves an answer alone that a hook of the application has begun [ST-64] [TL-28]', async () => {
    let hurried = true
    const failures: unknown[] = []
    const app = await startApp(async () => ({}), {
      options: { limits: { concurrent: 1 } },
      before: (host) => {
        host.setErrorHandler((error, _request, reply) => (failures.push(error), reply.send(error)))
        host.addHook('onRequest', async (request, reply) => {
          if (request.method === 'POST' && request.url === '/mcp' && hurried) reply.raw.writeHead(503).write('too late')
          if (request.url === '/mcp' && hurried) setTimeout(() => reply.raw.end(), 30)
          if (request.url === '/mcp') hurried = false
        })
      },
    })
    const token = await accessToken(app)
    expect((await callMcp(app, token)).status).toBe(503)
    await expect.poll(async () => (await callMcp(app, token)).status).toBe(200)
    expect(failures).toEqual([])
  })

  it('asks no parser and no limit of the application, so that nothing is read twice [ST-17] [F-90]', async () => {
    let parsed = 0
    const app = await startApp(async (request) => request.body, {
      server: { bodyLimit: 10 },
      before: (host) => {
        host.removeAllContentTypeParsers()
        host.addContentTypeParser('*', (_request, _payload, done) => (parsed++, done(null, 'theirs')))
      },
    })
    const body = '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"__proto__":{"x":1}}}'
    const answer = await callMcp(app, await accessToken(app), body)
    expect([answer.status, await answer.text(), parsed]).toEqual([200, body, 0])
  })

  it('reads what a hook of the application made of the body, under the same cap [ST-15] [ST-17]', async () => {
    const app = await startApp(async (request) => request.body, {
      options: { maxBodyBytes: 2_000 },
      before: (host) => {
        host.addHook('preParsing', async (_request, _reply, payload) => {
          const chunks: Buffer[] = []
          for await (const chunk of payload) chunks.push(chunk as Buffer)
          return Readable.from([gunzipSync(Buffer.concat(chunks))])
        })
      },
    })
    const token = await accessToken(app)
    const send = (body: unknown) =>
      fetch(app.endpoint, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        },
        body: gzipSync(JSON.stringify(body)),
      })
    expect(await (await send(message('ping'))).json()).toEqual(message('ping'))
    expect((await send(message('ping', { bomb: 'x'.repeat(100_000) }))).status).toBe(413)
  })

  it('writes the type of its answers without a charset, and keeps the headers of other hooks [F-90]', async () => {
    const app = await startApp(async () => 'never', {
      before: (host) => {
        host.addHook('onRequest', async (_request, reply) => void reply.header('x-theirs', 'kept'))
      },
    })
    const answer = await exchange(
      app.origin,
      'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    )
    expect(answer.status).toBe(401)
    expect(linesOf(answer, 'content-type')).toEqual(['application/json'])
    expect(linesOf(answer, 'x-theirs')).toEqual(['kept'])
  })

  it('refuses the name of a resource that does not exist, and a request that nobody let in [F-90]', async () => {
    const app = await startApp(async () => 'fine', {
      before: (host) => void host.get('/open', async (request, reply) => String(toRequest(request, reply))),
    })
    expect(() => protect(app.sallyport, { resource: 'admin' })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }) as Error,
    )
    expect((await fetch(`${app.origin}/open`)).status).toBe(500)
  })

  it('gives handlers the URL of the resource, whatever Host says [UR-16]', async () => {
    const app = await startApp(async (request, reply) => ({ url: toRequest(request, reply).url }))
    const token = await accessToken(app)
    const answer = await exchange(
      app.origin,
      `GET /mcp?x=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
    )
    expect(JSON.parse(answer.body)).toEqual({ url: `${app.endpoint}?x=1` })
  })
})
