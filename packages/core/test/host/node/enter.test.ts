import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { enter, requestFacts, sendReply } from '../../../src/host/node/index.js'
import { call, gateWorld } from '../../compositions/resource-server/fixture.js'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** A server with one place for each person, so that one which is not given back is missed at once. */
async function startServer(handler: Handler, before: Handler = () => undefined) {
  const world = await gateWorld({}, { concurrent: 1 })
  const { gate } = world
  const failures: unknown[] = []
  const run = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url === '/never-answered') return
    before(request, response)
    const admitted = await gate.admit(requestFacts(request))
    const entered = admitted.allowed ? await enter(gate, admitted, request, response) : admitted
    if (entered.allowed) await handler(request, response)
    else sendReply(response, entered.reply)
  }
  const listener: RequestListener = (request, response) => {
    run(request, response).catch((error: unknown) => failures.push(error))
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const token = await world.token()
  const body = JSON.stringify(call('notes_list'))
  const post = (path: string): string =>
    `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${String(body.length)}\r\n\r\n${body}`
  const ask = async (lines: Record<string, string> = {}, message = body): Promise<number> => {
    const headers = { ...lines, authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    return (await fetch(`http://127.0.0.1:${String(port)}/mcp`, { method: 'POST', headers, body: message })).status
  }
  return { port, post, ask, failures }
}

const open = (port: number): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.on('error', () => undefined).resume()
  })

it('gives back the place of a request that waited behind another one when its client went [TL-28]', async () => {
  const waiting: ServerResponse[] = []
  const { port, post, ask } = await startServer((request, response) =>
    request.url === '/waits' ? waiting.push(response) : response.end('{}'),
  )
  const socket = await open(port)
  // Node lends the connection to one answer after the other, and tells only that one of its end.
  socket.write('GET /never-answered HTTP/1.1\r\nHost: a\r\n\r\n' + post('/waits'))
  await expect.poll(() => waiting.length).toBe(1)
  expect(await ask()).toBe(429)
  socket.destroy()
  await expect.poll(() => ask()).toBe(200)
  expect(await ask()).toBe(200)
})

const MODERN = {
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'tools/call',
  'mcp-name': 'notes_list',
  'Mcp-Session-Id': 'of-somebody-else',
}

it('shows no handler the session id of a request that stands alone [ST-40] [ST-67]', async () => {
  const seen: unknown[] = []
  const { ask } = await startServer(({ headers, rawHeaders }, response) => {
    seen.push(
      headers['mcp-session-id'],
      rawHeaders.filter((text) => /session|somebody/i.test(text)),
    )
    seen.push(headers['mcp-method'], rawHeaders.length % 2)
    response.end('{}')
  })
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const { params, ...rest } = call('notes_list')
  expect(await ask(MODERN, JSON.stringify({ ...rest, params: { ...params, _meta } }))).toBe(200)
  expect(seen).toEqual([undefined, [], 'tools/call', 0])
})

it('takes no place for an answer that somebody else has begun meanwhile [TL-28]', async () => {
  let hurried = true
  const { ask, failures } = await startServer(
    (_request, response) => response.end('{}'),
    (_request, response) => {
      if (hurried) response.writeHead(503).write('too late')
      if (hurried) setTimeout(() => response.end(), 50)
      hurried = false
    },
  )
  expect(await ask()).toBe(503)
  await expect.poll(() => ask()).toBe(200)
  expect(failures).toEqual([])
})
