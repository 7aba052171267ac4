import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { protect } from '../src/index.js'
import { majors, startApp, type App, type AppOptions } from './support/app.js'
import { register, signIn } from './support/oauth-client.js'
import { openWalker } from './support/walker.js'

const PING = '{"jsonrpc":"2.0","id":1,"method":"ping"}'
const JSON_TYPE = 'Content-Type: application/json\r\n'

interface Counted {
  readonly app: App
  readonly token: string
  /** How often the MCP handler ran. */
  runs(): number
}

async function counted(setup: AppOptions): Promise<Counted> {
  let runs = 0
  const app = await startApp({ ...setup, handler: (_req, res) => void (runs++, res.json({ ran: true })) })
  const { tokens } = await signIn(app, await register(app), openWalker(), { scope: 'notes:read' })
  return { app, token: tokens.access_token, runs: () => runs }
}

/** Sends bytes as they are; resolves with all that came back once the connection has closed or gone quiet. */
function send(app: App, ...pieces: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(app.origin)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(pieces.join('')))
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
    socket.setTimeout(700, () => socket.destroy())
    socket.once('close', () => resolve(answer)).once('error', reject)
  })
}

const statuses = (answer: string): string[] =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => status!)

describe.each(Object.entries(majors))('on %s', (_name, framework) => {
  it('takes the body of a refused request for no request of its own [RS-24]', async () => {
    const { app, token, runs } = await counted({ framework })
    const inner = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n${JSON_TYPE}Content-Length: ${PING.length}\r\n\r\n${PING}`
    const outer = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n${JSON_TYPE}Content-Length: ${inner.length}\r\n`
    expect(statuses(await send(app, `${outer}\r\n`, inner))).toEqual(['401'])
    expect(statuses(await send(app, `${outer}Authorization: Bearer wrong\r\n\r\n${inner}`))).toEqual(['401'])
    expect(runs()).toBe(0)
  })

  it.each([
    ['two lengths', `Content-Length: ${PING.length}\r\nContent-Length: 0\r\n`, PING],
    ['a length and chunks', `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n`],
    ['two hosts', `Host: evil.example\r\nContent-Length: ${PING.length}\r\n`, PING],
    ['a second Content-Type', `Content-Type: text/plain\r\nContent-Length: ${PING.length}\r\n`, PING],
    ['an Origin that is a list', `Origin: http://127.0.0.1, https://evil.example\r\nContent-Length: 0\r\n`, ''],
  ])('runs nothing for a request with %s [RS-24] [ST-15]', async (_case, lines, body) => {
    const { app, token, runs } = await counted({ framework })
    const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n${JSON_TYPE}Authorization: Bearer ${token}\r\n`
    expect(statuses(await send(app, `${head}${lines}\r\n${body}`))[0]).toMatch(/^4/)
    expect(runs()).toBe(0)
  })

  it.each([
    ['joined by a comma', (token: string) => `Authorization: Bearer ${token}, Bearer ${token}\r\n`],
    ['folded over two lines', (token: string) => `Authorization: Bearer\r\n ${token}\r\n`],
    ['behind a tab', (token: string) => `Authorization: Bearer\t${token}\r\n`],
    ['under another name', (token: string) => `Proxy-Authorization: Bearer ${token}\r\n`],
    ['in a name with a blank', (token: string) => `Authorization : Bearer ${token}\r\n`],
  ])('accepts no credentials %s [RS-22] [RS-23]', async (_case, lines) => {
    const { app, token, runs } = await counted({ framework })
    const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n${JSON_TYPE}Content-Length: ${PING.length}\r\n`
    expect(statuses(await send(app, `${head}${lines(token)}\r\n${PING}`))[0]).toMatch(/^40[01]$/)
    expect(runs()).toBe(0)
  })

  it('runs the handler for POST, GET and DELETE only, however good the token is [RS-20] [ST-16]', async () => {
    const { app, token, runs } = await counted({ framework })
    for (const method of ['HEAD', 'PUT', 'PATCH', 'TRACE', 'PROPFIND', 'OPTIONS']) {
      const head = `${method} /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`
      const override = 'X-HTTP-Method-Override: POST\r\nConnection: close\r\n\r\n'
      expect(statuses(await send(app, head + override)), method).toEqual([method === 'OPTIONS' ? '204' : '405'])
    }
    expect(runs()).toBe(0)
  })

  it('refuses a request without Host on a loopback resource [ST-04]', async () => {
    const { app, token, runs } = await counted({ framework })
    const lines = `Authorization: Bearer ${token}\r\n${JSON_TYPE}Content-Length: ${PING.length}\r\n\r\n${PING}`
    expect(statuses(await send(app, `POST /mcp HTTP/1.0\r\n${lines}`))).toEqual(['403'])
    expect(statuses(await send(app, `POST /mcp HTTP/1.1\r\n${lines}`))).toEqual(['400'])
    expect(runs()).toBe(0)
  })

  it('answers Expect: 100-continue and a broken chunked body without running anything [RS-24]', async () => {
    const { app, token, runs } = await counted({ framework })
    const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n${JSON_TYPE}`
    const expecting = await send(app, `${head}Content-Length: 10\r\nExpect: 100-continue\r\n\r\n`)
    expect(statuses(expecting).at(-1)).toBe('401')
    const chunks = `${head}Authorization: Bearer ${token}\r\nTransfer-Encoding: chunked\r\n\r\n`
    await send(app, `${chunks}5\r\n{"jso\r\nZZ\r\n`)
    await send(app, `${chunks}5\r\n{"jso\r\n`)
    expect(runs()).toBe(0)
    expect((await fetch(`${app.origin}/.well-known/oauth-authorization-server`)).status).toBe(200)
  })

  it.each(['/MCP', '/mcp/', '/%6dcp', '//mcp', '/mcp%2f', '/x/../mcp', '/./mcp', '/mcp;a=b', '/mcp?x=/mcp'])(
    'lets nobody reach the handler as %s without a token [RS-20]',
    async (path) => {
      const { app, runs } = await counted({ framework })
      const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${JSON_TYPE}Connection: close\r\n`
      expect(statuses(await send(app, `${head}Content-Length: ${PING.length}\r\n\r\n${PING}`))[0]).toMatch(/^40[14]$/)
      expect(runs()).toBe(0)
    },
  )

  it('sees a token in the query behind a router that rewrites the path [RS-21] [RS-22]', async () => {
    let runs = 0
    const { app, token } = await counted({ framework })
    const host = framework()
    const router = framework.Router()
    router.use(protect(app.sallyport), (_req, res) => void (runs++, res.end()))
    host.use((req, _res, next) => {
      req.url = '/inner'
      next()
    })
    host.use('/inner', router)
    const server = host.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const ask = (query: string) =>
      fetch(`http://127.0.0.1:${String(port)}/mcp${query}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: PING,
      })
    expect((await ask(`?access_token=${token}`)).status).toBe(400)
    expect((await ask('?acces%73_token=x')).status).toBe(400)
    expect(runs).toBe(0)
    expect((await ask('')).status).toBe(200)
    server.closeAllConnections()
    server.close()
  })
})
