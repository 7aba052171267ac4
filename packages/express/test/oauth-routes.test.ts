import { once } from 'node:events'
import { createConnection } from 'node:net'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { oauthRoutes } from '../src/index.js'
import { majors, startApp } from './support/app.js'

/** Writes bytes as they are and returns the whole answer; `fetch` would tidy them up. */
function raw(origin: string, text: string): Promise<string> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = createConnection(Number(port), hostname, () => socket.write(text))
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
    socket.once('close', () => resolve(answer)).once('error', reject)
  })
}

const form = (path: string, body: string, headers = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n` +
  `Content-Type: application/x-www-form-urlencoded\r\n${headers}Content-Length: ${String(body.length)}\r\n\r\n${body}`

describe.each(Object.entries(majors))('oauthRoutes on %s', (_name, framework) => {
  it('refuses to be mounted below a path [RS-05] [AS-02]', async () => {
    const app = await startApp({ framework })
    const outer = framework()
    outer.use('/api', oauthRoutes(app.sallyport))
    outer.use(
      ((error, _req, res, _next) =>
        void res.status(500).json({ message: String(error) })) as express.ErrorRequestHandler,
    )
    const server = outer.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const answer = await fetch(`http://127.0.0.1:${String(port)}/api/token`)
    server.close()
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining('mounted at /api') as string })
  })

  it('answers a body over the cap with 413 and keeps nothing of it [AS-50]', async () => {
    const app = await startApp({ framework })
    const answer = await raw(app.origin, form('/token', `grant_type=${'a'.repeat(70_000)}`))
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('refuses repeated fields, before and behind a body parser [AS-08]', async () => {
    for (const before of [undefined, (app: express.Express) => void app.use(express.urlencoded({ extended: true }))]) {
      const app = await startApp({ framework, ...(before && { before }) })
      const answer = await raw(app.origin, form('/token', 'grant_type=authorization_code&code=a&code=b&client_id=c'))
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).toContain('invalid_request')
    }
  })

  it('refuses two Authorization lines at the token endpoint [AS-53]', async () => {
    const app = await startApp({ framework })
    const lines = 'Authorization: Basic YTpi\r\nAuthorization: Basic YTpi\r\n'
    const answer = await raw(app.origin, form('/token', 'grant_type=authorization_code&code=a', lines))
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('believes no Host: documents stay as configured, and a foreign name is refused [UR-16] [AS-104]', async () => {
    const app = await startApp({ framework })
    const request = (host: string) =>
      raw(
        app.origin,
        `GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n`,
      )
    expect(await request('evil.example')).toMatch(/^HTTP\/1\.1 403 /)
    const answer = await request('localhost')
    expect(answer).toContain(`"issuer":"${app.origin}"`)
    expect(answer).not.toContain('evil.example')
  })

  it('leaves foreign paths to the next handler', async () => {
    const app = await startApp({ framework })
    for (const path of ['/', '/tokens', '//token', '/mcp/token', '/.well-known/other']) {
      expect((await fetch(app.origin + path)).status).toBe(404)
    }
  })

  it('answers OPTIONS and HEAD, and names the methods for others [AS-07] [F-18]', async () => {
    const app = await startApp({ framework })
    const preflight = await fetch(`${app.origin}/token`, {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example' },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
    const head = await fetch(`${app.origin}/jwks`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const wrong = await fetch(`${app.origin}/token`)
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, expect.stringContaining('POST')])
    const authorize = await fetch(`${app.origin}/authorize`, { headers: { origin: 'https://a.example' } })
    expect(authorize.headers.get('access-control-allow-origin')).toBeNull()
  })
})
