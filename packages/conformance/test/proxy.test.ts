import { createServer, request, type IncomingHttpHeaders } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { closeServer, listen, startProxy } from '../proxy.js'

/** A server that says which headers it got, behind the proxy. */
async function behindProxy() {
  const server = createServer((req, res) => res.end(JSON.stringify(req.headers)))
  const proxy = await startProxy()
  onTestFinished(async () => {
    await proxy.close()
    await closeServer(server)
  })
  proxy.forwardTo(await listen(server))
  proxy.authorize('/mcp', 'token')
  return (path: string, headers: Record<string, string> = {}): Promise<IncomingHttpHeaders> =>
    new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port: proxy.port, path, headers }, (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
        response.once('end', () => resolve(JSON.parse(body) as IncomingHttpHeaders))
      })
      outgoing.once('error', reject).end()
    })
}

it('adds the token and leaves Host and Origin as they are', async () => {
  const send = await behindProxy()
  const seen = await send('/mcp', { host: 'evil.example', origin: 'https://evil.example' })
  expect(seen).toMatchObject({
    authorization: 'Bearer token',
    host: 'evil.example',
    origin: 'https://evil.example',
  })
})

it.each(['/token', '/mcp/other', '/'])('adds nothing to requests for %s', async (path) => {
  const send = await behindProxy()
  expect(await send(path)).not.toHaveProperty('authorization')
})

it('gives up when nobody listens behind it', async () => {
  const proxy = await startProxy()
  onTestFinished(() => proxy.close())
  proxy.forwardTo(1)
  await expect(fetch(`http://127.0.0.1:${proxy.port}/mcp`)).rejects.toThrow('fetch failed')
})
