import { Agent, createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { pinnedFetch } from '../../../../src/host/node/index.js'
import { stubServer, text } from '../../../support/stub-server.js'
import { redirect, slow } from './page.js'

const fetch = pinnedFetch({ allowPrivate: ['127.0.0.0/8'], resolve: () => Promise.resolve(['127.0.0.1']) })

async function echo(): Promise<{ origin: string; bodies: string[]; ports: (number | undefined)[] }> {
  const seen = { bodies: [] as string[], ports: [] as (number | undefined)[] }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { 'content-type': type, 'content-length': length } = request.headers
      seen.bodies.push(`${String(type)} ${String(length)} ${Buffer.concat(chunks).toString()}`)
      seen.ports.push(request.socket.remotePort)
      response.end('here')
    })
  })
  return { origin: `http://page.example:${String(await listening(server))}/`, ...seen }
}

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

describe('a request', () => {
  it('sends every kind of body as fetch does', async () => {
    const { origin, bodies } = await echo()
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('in '))
        controller.enqueue(new TextEncoder().encode('parts'))
        controller.close()
      },
    })
    for (const body of [
      'text',
      new URLSearchParams({ a: 'b c' }),
      new Uint8Array([104, 105]),
      new Blob(['blob']),
      stream,
    ]) {
      await (await fetch(origin, { method: 'POST', body })).text()
    }
    await (await fetch(new Request(origin, { method: 'PUT', body: 'request' }))).text()
    expect(bodies).toEqual([
      'text/plain;charset=UTF-8 4 text',
      'application/x-www-form-urlencoded;charset=UTF-8 5 a=b+c',
      'undefined 2 hi',
      'undefined 4 blob',
      'undefined undefined in parts',
      'text/plain;charset=UTF-8 7 request',
    ])
  })

  it('keeps no cookies, and adds nothing that says who we are [UR-10]', async () => {
    const stub = await stubServer()
    stub.on('/', text('here', { 'set-cookie': 'a=b; Path=/' }))
    await (await fetch(stub.origin)).text()
    await (await fetch(stub.origin)).text()
    expect(Object.keys(stub.requests[1]?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ])
  })

  it('uses an idle connection again', async () => {
    const { origin, ports } = await echo()
    for (let index = 0; index < 3; index++) await (await fetch(origin)).text()
    expect(new Set(ports).size).toBe(1)
  })

  it('asks again when the idle connection was closed meanwhile, unless it would change something twice', async () => {
    const served = new WeakMap<object, number>()
    const server = createServer((request, response) => {
      const before = served.get(request.socket) ?? 0
      served.set(request.socket, before + 1)
      if (before > 0) request.socket.resetAndDestroy()
      else request.resume().on('end', () => response.end('here'))
    })
    const url = `http://page.example:${String(await listening(server))}/`
    for (let index = 0; index < 3; index++) expect(await (await fetch(url)).text()).toBe('here')
    await expect(fetch(url, { method: 'POST', body: 'once' })).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('that streams fails with its stream, and lets go of it when the other side has had enough', async () => {
    const { origin } = await echo()
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('no more')) })
    await expect(fetch(origin, { method: 'POST', body: broken })).rejects.toThrow('no more')
    const port = await listening(createServer((request) => void request.socket.destroy()))
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) })
    const url = `http://page.example:${String(port)}/`
    await expect(fetch(url, { method: 'POST', body: endless })).rejects.toThrow()
  })

  it('tries the next address when nobody is at the first [UR-06]', async () => {
    const port = await listening(
      createServer((_request, response) => response.end('here')),
      '127.0.0.3',
    )
    const several = pinnedFetch({
      allowPrivate: ['127.0.0.0/8'],
      resolve: () => Promise.resolve(['127.0.0.2', '127.0.0.3']),
    })
    expect(await (await several(`http://page.example:${String(port)}/`)).text()).toBe('here')
  })

  it('asks the system for names when nobody else is named, and all of its answers count', async () => {
    const stub = await stubServer()
    stub.on('/', text('here', {}))
    const url = stub.origin.replace('127.0.0.1', 'localhost')
    expect(await (await pinnedFetch({ allowPrivate: ['localhost'] })(url)).text()).toBe('here')
    await expect(pinnedFetch({ allowPrivate: ['127.0.0.9', '::2'] })(url)).rejects.toMatchObject({
      code: 'ERR_ADDRESS_REFUSED',
    })
  })

  it('to anything but http and https is none', async () => {
    for (const url of ['file:///etc/passwd', 'data:text/plain,a', 'ftp://page.example/']) {
      await expect(fetch(url)).rejects.toThrow('Only http and https')
    }
    await expect(fetch('http://a:b@page.example/')).rejects.toThrow(TypeError)
  })

  it('ends with the reason of its caller: before the name is found, before the answer, within it', async () => {
    const reason = new Error('cancelled')
    const stub = await stubServer()
    stub.on('/', slow)
    const url = stub.origin
    const never = pinnedFetch({ resolve: () => new Promise(() => undefined) })
    await expect(fetch(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    for (const ask of [never, fetch]) {
      const stopped = new AbortController()
      const asked = ask(ask === never ? 'http://page.example/' : `${url}/never`, { signal: stopped.signal })
      stopped.abort(reason)
      await expect(asked).rejects.toBe(reason)
    }
    const stopped = new AbortController()
    const body = (await fetch(url, { signal: stopped.signal })).text()
    stopped.abort(reason)
    await expect(body).rejects.toBe(reason)
  })
})

describe('an answer', () => {
  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['GZIP', gzipSync],
  ])('in %s is unpacked, and its header no longer says packed', async (coding, pack) => {
    const stub = await stubServer()
    stub.on('/', text(pack('here'), { 'content-encoding': coding, 'set-cookie': 'a=b' }))
    const response = await fetch(stub.origin)
    expect(await response.text()).toBe('here')
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(response.headers.getSetCookie()).toEqual(['a=b'])
  })

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('to %s with status %i has no body', async (method, status) => {
    const stub = await stubServer()
    stub.on('/', text('', { 'content-encoding': 'gzip' }, status))
    const response = await fetch(stub.origin, { method })
    expect([response.status, response.body, response.url]).toEqual([status, null, `${stub.origin}/`])
  })

  it.each([
    ['a status beyond all classes', 'HTTP/1.1 600 Odd\r\n\r\n'],
    ['a status of three nines', 'HTTP/1.1 999 Odd\r\ncontent-length: 1\r\n\r\na'],
    ['a coding nobody knows', 'HTTP/1.1 200 OK\r\ncontent-encoding: x-evil\r\ncontent-length: 5\r\n\r\na'],
    ['another protocol without being asked', 'HTTP/1.1 101 Switching\r\nupgrade: evil\r\nconnection: upgrade\r\n\r\n'],
    ['lengths that disagree', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na'],
    ['a length beside chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a header of a megabyte', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(1_048_576)}\r\n\r\n`],
  ])('with %s fails, and its connection is closed', async (_case, answer) => {
    const closed: Promise<unknown>[] = []
    const server = createServer()
    server.on('connection', (socket) => {
      closed.push(new Promise((resolve) => socket.on('close', resolve)))
      socket.removeAllListeners('data').on('error', () => undefined)
      socket.once('data', () => socket.write(answer))
    })
    const url = `http://page.example:${String(await listening(server))}/`
    await expect(fetch(url)).rejects.toThrow()
    await Promise.all(closed)
    expect(closed).toHaveLength(1)
  })

  it('that redirects is handed out [UR-07]', async () => {
    const stub = await stubServer()
    stub.on('/', redirect('http://169.254.169.254/'))
    const response = await fetch(stub.origin)
    expect([response.status, response.headers.get('location')]).toEqual([302, 'http://169.254.169.254/'])
    expect(stub.requests).toHaveLength(1)
  })
})

describe('where a proxy is the only way out', () => {
  /** An agent as proxy libraries make them: it opens one connection, to the proxy. */
  function proxyAgent(port: number): Agent {
    const agent = new Agent()
    Object.assign(agent, { createConnection: () => connect(port, '127.0.0.1') })
    return agent
  }

  it('the proxy finds the name, and nothing is looked up here [UR-08]', async () => {
    const hosts: (string | undefined)[] = []
    const port = await listening(
      createServer((request, response) => {
        hosts.push(request.headers.host)
        response.end('by proxy')
      }),
    )
    const resolve = () => Promise.reject(new Error('looked up'))
    const through = pinnedFetch({ agent: () => proxyAgent(port), resolve })
    expect(await (await through('http://www.example.com/')).text()).toBe('by proxy')
    expect(hosts).toEqual(['www.example.com'])
  })

  it('what can be judged here still is [UR-08] [UR-04]', async () => {
    let asked = 0
    const port = await listening(createServer((_request, response) => response.end(String(++asked))))
    const through = pinnedFetch({ agent: () => proxyAgent(port) })
    for (const host of ['169.254.169.254', '[::1]', '10.0.0.1', 'localhost', 'metadata.google.internal', 'intranet']) {
      await expect(through(`http://${host}/`)).rejects.toMatchObject({ code: 'ERR_ADDRESS_REFUSED' })
    }
    const asked10 = through('http://10.0.0.1/', { admitsAddress: () => false })
    await expect(asked10).rejects.toMatchObject({ code: 'ERR_ADDRESS_REFUSED' })
    expect(asked).toBe(0)
  })
})
