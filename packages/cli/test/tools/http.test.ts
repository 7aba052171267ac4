import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMcpHandler, McpServer as McpServerV2 } from '@modelcontextprotocol/server'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { toolsDesk } from './support/desk.js'

const TOKEN = 'tok_0123456789-abcdef'

/** Serves on a port of its own until the test ends; keeps the requests. */
async function serve(listener: RequestListener) {
  const requests: IncomingMessage[] = []
  const server = createServer((req, res) => {
    requests.push(req)
    listener(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/mcp`, requests }
}

const withToken =
  (inner: RequestListener): RequestListener =>
  (req, res) => {
    if (req.headers.authorization === `Bearer ${TOKEN}`) return inner(req, res)
    // A server that repeats what it was sent must not make us repeat it.
    res.writeHead(401, { 'www-authenticate': 'Bearer' }).end(`who is ${String(req.headers.authorization)}?`)
  }

const v1: RequestListener = (req, res) => {
  const server = new McpServer({ name: 'remote-v1', version: '1' }, { instructions: 'Be kind.' })
  server.registerTool('notes_list', { description: 'Lists your notes.' }, () => ({ content: [] }))
  const transport = new StreamableHTTPServerTransport()
  void server.connect(transport).then(() => transport.handleRequest(req, res))
}

const handlerV2 = createMcpHandler(({ era }) => {
  const server = new McpServerV2({ name: 'remote-v2', version: '2' })
  server.registerTool('era', { description: era }, () => ({ content: [] }))
  return server
})
const v2: RequestListener = (req, res) => {
  void (async () => {
    const parts: Uint8Array[] = []
    for await (const part of req) parts.push(part as Uint8Array)
    const { method = 'GET' } = req
    const body = method === 'POST' ? Buffer.concat(parts) : null
    const headers = req.headers as Record<string, string>
    const response = await handlerV2.fetch(
      new Request(`http://${headers['host'] ?? ''}/mcp`, { method, headers, body }),
    )
    res.writeHead(response.status, Object.fromEntries(response.headers)).end(Buffer.from(await response.arrayBuffer()))
  })()
}

/** Answers the handshake, and `tools/list` with a text of its own. */
function raw(toolsResult: string, as: 'json' | 'events' = 'json'): RequestListener {
  return (req, res) => {
    let sent = ''
    req.on('data', (chunk: Buffer) => (sent += chunk.toString()))
    req.on('end', () => {
      const { id, method, params } = JSON.parse(sent || '{}')
      if (id === undefined) {
        res.writeHead(req.method === 'POST' ? 202 : 405).end()
        return
      }
      const result =
        method === 'tools/list'
          ? toolsResult
          : JSON.stringify({
              protocolVersion: params.protocolVersion,
              capabilities: {},
              serverInfo: { name: 'raw', version: '1' },
            })
      const isKnown = method === 'initialize' || method === 'tools/list'
      const answer = isKnown ? `"result":${result}` : '"error":{"code":-32601,"message":"no"}'
      const body = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},${answer}}`
      const [type, text] =
        as === 'json' ? ['application/json', body] : ['text/event-stream', `event: message\r\ndata: ${body}\r\n\r\n`]
      res.writeHead(200, { 'content-type': type }).end(text)
    })
  }
}

describe('a remote server', () => {
  it.each([
    ['version 1', v1, 'notes_list', 'Lists your notes.'],
    ['version 2', v2, 'era', 'modern'],
  ])('of SDK %s is read in its newest revision, with a token from a variable [F-57]', async (_v, app, name, text) => {
    const { url } = await serve(withToken(app))
    const { tools, json } = toolsDesk()
    vi.stubEnv('NOTES_TOKEN', TOKEN)
    const { code, out, err } = await tools(['lock', '--url', url, '--token', 'env:NOTES_TOKEN', '-l', '@l'])
    vi.unstubAllEnvs()
    expect([code, err]).toEqual([0, ''])
    expect(json('l').tools).toMatchObject([{ name, definition: { description: text } }])
    expect(json('l').server.url).toBe(url)
    expect(out + JSON.stringify(json('l'))).not.toContain(TOKEN)
  })

  it('takes a token from a file [F-57]', async () => {
    const { url } = await serve(withToken(v1))
    const { tools, write } = toolsDesk()
    const path = write('token', `${TOKEN}\n`)
    expect(await tools(['scan', '--url', url, '--token', `file:${path}`])).toMatchObject({ code: 0, err: '' })
  })

  it.each([[[]], [['--token', 'wrong-token']]])(
    'refuses us with %j: exit code 3, and no token is shown [F-57] [RS-40]',
    async (args) => {
      const { url } = await serve(withToken(v1))
      const { code, out, err } = await toolsDesk().tools(['scan', '--json', '--url', url, ...args])
      expect([code, out]).toEqual([3, ''])
      expect(err).toContain('refuses us')
      expect(err).not.toContain('wrong-token')
    },
  )

  it('that repeats the token in an error does not make us show it [F-57] [RS-40]', async () => {
    const { url } = await serve((req, res) => res.writeHead(500).end(`\u001b[31m ${String(req.headers.authorization)}`))
    const { code, err } = await toolsDesk().tools(['scan', '--url', url, '--token', TOKEN])
    expect(code).toBe(3)
    expect(err).not.toContain(TOKEN)
    expect(err).not.toContain('\u001b')
  })

  it.each(['json', 'events'] as const)('that sends a member twice is refused, as %s [F-57] [TL-09]', async (as) => {
    const { url } = await serve(raw('{"tools":[{"name":"add","description":"a","description":"b"}]}', as))
    const { code, out, err } = await toolsDesk().tools(['scan', '--json', '--url', url])
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('members that stand twice')
  })

  it.each(['json', 'events'] as const)('is locked as it sent it, as %s [F-50] [F-57]', async (as) => {
    const { url } = await serve(raw('{"tools":[{"name":"add","x-own":{"b":1,"a":[null]}}]}', as))
    const { tools, json } = toolsDesk()
    expect((await tools(['lock', '--url', url, '-l', '@l'])).code).toBe(0)
    expect(json('l').tools[0].definition).toEqual({ name: 'add', 'x-own': { b: 1, a: [null] } })
  })

  it('that answers without end is stopped [F-57]', async () => {
    const { url } = await serve(raw(`{"tools":[{"name":"${'x'.repeat(34_000_000)}"}]}`))
    const { code, err } = await toolsDesk().tools(['scan', '--url', url])
    expect([code, err]).toEqual([3, expect.stringContaining('said more than')])
  })

  it('that never answers is given up [F-57]', async () => {
    const { url } = await serve(() => undefined)
    const { code, err } = await toolsDesk().tools(['scan', '--url', url, '--timeout', '1s'])
    expect([code, err]).toEqual([3, expect.stringContaining('did not answer within 1s')])
  })

  it('that is none, or not there, is said to be so [F-57]', async () => {
    const { url } = await serve((_req, res) => res.writeHead(404).end('<html>'))
    for (const address of [url, 'http://127.0.0.1:9/mcp']) {
      expect(await toolsDesk().tools(['scan', '--url', address])).toMatchObject({
        code: 3,
        out: '',
        err: expect.stringContaining('cannot be read') as string,
      })
    }
  })

  it('is not followed to another origin, where the token would go along [F-57]', async () => {
    const other = await serve(v1)
    const { url } = await serve((_req, res) => res.writeHead(307, { location: other.url }).end())
    expect((await toolsDesk().tools(['scan', '--url', url, '--token', TOKEN])).code).toBe(3)
    expect(other.requests).toHaveLength(0)
  })

  it.each([
    ['plain http', ['--url', 'http://notes.example/mcp']],
    ['no address', ['--url', 'notes.example']],
    ['another scheme', ['--url', 'file:///etc/passwd']],
    ['a password inside', ['--url', 'https://a:hush@notes.example/mcp']],
    ['a variable that is not set', ['--url', 'http://127.0.0.1:9', '--token', 'env:SALLYPORT_NOT_SET']],
    ['what is no token', ['--url', 'http://127.0.0.1:9', '--token', 'two words hush']],
    ['a token for a file', ['--file', 'x.json', '--token', 'hush']],
    ['two sources', ['--file', 'x.json', '--url', 'https://notes.example/mcp']],
    ['both ways to sign in', ['--url', 'https://notes.example/mcp', '--token', 'hush', '--login']],
  ])('named by %s is wrong use: exit code 2, and nothing secret is shown [F-57]', async (_case, args) => {
    const { code, out, err } = await toolsDesk().tools(['scan', ...args])
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^Error: /)
    expect(err).not.toContain('hush')
  })
})
