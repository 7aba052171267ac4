import { createConnection } from 'node:net'
import { fastify, type FastifyInstance } from 'fastify'
import { expect, it } from 'vitest'
import { echo, exchange, linesOf } from '../../adapter-contract/support/index.js'
import { oauthRoutes } from '../src/index.js'
import { startApp, webRoute } from './support/app.js'

it('refuses a prefix, its own or that of the plugin around it [RS-05] [AS-02] [F-90]', async () => {
  const { sallyport } = await startApp(webRoute(echo))
  const own = fastify()
  void own.register(oauthRoutes(sallyport), { prefix: '/api' })
  await expect(own.ready()).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  const around = fastify()
  void around.register(
    async (child) => {
      await child.register(oauthRoutes(sallyport))
    },
    { prefix: '/api' },
  )
  await expect(around.ready()).rejects.toThrow('/api')
})

const formParser = (app: FastifyInstance): void => {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
}

it.each([
  ['no parsers', undefined],
  ['a form parser of the application', formParser],
])('reads forms itself with %s [AS-08] [AS-50] [F-90]', async (_case, before) => {
  const app = await startApp(webRoute(echo), before && { before })
  const ask = (body: string) => fetch(`${app.origin}/token`, { method: 'POST', body: new URLSearchParams(body) })
  expect((await ask('grant_type=authorization_code&code=a&code=b&client_id=c')).status).toBe(400)
  expect(await (await ask('grant_type=authorization_code&client_id=c')).json()).toMatchObject({
    error: 'invalid_client',
  })
  expect((await ask(`grant_type=${'a'.repeat(70_000)}`)).status).toBe(413)
})

it('answers methods that Fastify does not know, and leaves foreign paths to the routes [ST-16] [F-90]', async () => {
  const app = await startApp(webRoute(echo), { before: (host) => void host.get('/health', async () => 'fine') })
  const ask = (method: string, path: string) =>
    exchange(app.origin, `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`)
  expect((await ask('PROPFIND', '/token')).status).toBe(405)
  expect((await ask('TRACE', '/token')).status).toBe(400)
  const head = await ask('HEAD', '/jwks')
  expect([head.status, head.body]).toEqual([200, ''])
  expect((await ask('GET', '/health')).body).toBe('fine')
  for (const path of ['/tokens', '//token', '/mcp/token']) expect((await ask('GET', path)).status).toBe(404)
})

it('keeps the lines of cookies apart, and other people’s hooks off its answers [F-18] [F-90]', async () => {
  const app = await startApp(webRoute(echo), {
    before: (host) =>
      host.addHook('onSend', async (_request, reply, payload) => (reply.header('cache-control', 'public'), payload)),
  })
  const answer = await exchange(
    app.origin,
    'GET /authorize?client_id=x HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
  )
  expect(linesOf(answer, 'cache-control')).toEqual(['no-store'])
})

it('survives a client that goes in the middle of a form [ST-64]', async () => {
  const app = await startApp(webRoute(echo))
  await new Promise<void>((resolve) => {
    const socket = createConnection(app.port, '127.0.0.1', () => {
      socket.write('POST /token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\na=', () => socket.destroy())
    })
    socket.once('close', () => resolve())
  })
  expect((await fetch(`${app.origin}/jwks`)).status).toBe(200)
})
