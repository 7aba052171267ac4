import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { Agent } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { guardedFetch, pinnedFetch } from '../../../../src/host/node/index.js'
import { stubServer, text, type Answer } from '../../../support/stub-server.js'
import { failure, page, read } from './page.js'

/** A server that speaks as it likes, below HTTP; each connection is told from the others. */
async function rawServer(serve: (write: (text: string) => void, connection: number, heard: string) => void) {
  const sockets = new Set<{ destroy(): void }>()
  const seen = { connections: 0, closed: 0, bytes: 0 }
  const server = createTcpServer((socket) => {
    const connection = ++seen.connections
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => (seen.closed += 1))
    socket.on('data', (chunk) => {
      const write = (sent: string) => {
        if (sent === 'reset') socket.resetAndDestroy()
        else if (!socket.destroyed) {
          seen.bytes += sent.length
          socket.write(sent)
        }
      }
      serve(write, connection, chunk.toString('latin1'))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { seen, port: (server.address() as AddressInfo).port }
}

const resolve = () => Promise.resolve(['127.0.0.1'])

describe('connections', () => {
  it('are closed on a body behind a status that has none [UR-09]', async () => {
    const { seen, port } = await rawServer((write) => {
      write('HTTP/1.1 205 Reset Content\r\ntransfer-encoding: chunked\r\n\r\n')
      const timer = setInterval(() => write(`4000\r\n${'a'.repeat(0x4000)}\r\n`), 5)
      onTestFinished(() => clearInterval(timer))
    })
    const fetch = guardedFetch({
      allow: { schemes: ['http'], ports: [port] },
      allowPrivate: ['127.0.0.1'],
      connection: { resolve },
    })
    const response = await fetch(`http://page.example:${String(port)}/`)
    expect([response.status, response.body]).toEqual([205, null])
    await expect.poll(() => seen.closed).toBe(1)
  })

  it('end with the time of a request whose body nobody reads [UR-09]', async () => {
    const closed: string[] = []
    const flood: Answer = (response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('a'.repeat(10_000)), 5)
      response.on('close', () => {
        clearInterval(timer)
        closed.push('closed')
      })
    }
    const { url, fetch } = await page(flood, { timeoutMs: 300, maxBytes: 10_000_000 })
    await fetch(url)
    await expect.poll(() => closed).toEqual(['closed'])
  })

  it('serve nobody after a body that was too large [UR-09]', async () => {
    const { url, fetch } = await page(text('a'.repeat(200_000), {}), { maxBytes: 1_000 })
    await failure(read(fetch(url)))
    await failure(read(fetch(url)))
    const { url: next, fetch: again } = await page(text('fine', {}))
    expect(await read(again(next))).toBe('fine')
  })

  it('do not repeat a request that may have been carried out, when they break [UR-10]', async () => {
    const heard: string[] = []
    const { port } = await rawServer((write, _connection, request) => {
      heard.push(request.split(' ')[0] ?? '')
      if (heard.length === 1) write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
      else write('reset')
    })
    const fetch = pinnedFetch({ allowPrivate: ['127.0.0.1'], resolve })
    const url = `http://page.example:${String(port)}/`
    await (await fetch(url)).text()
    await failure(fetch(url, { method: 'POST' }))
    expect(heard).toEqual(['GET', 'POST'])
  })

  it('take the second address when the first one is dead [UR-06]', async () => {
    const stub = await stubServer()
    stub.on('/', text('alive', {}))
    const { port } = new URL(stub.origin)
    for (const dead of ['127.0.0.2', '::1']) {
      const fetch = pinnedFetch({
        allowPrivate: ['127.0.0.0/8', '::1'],
        resolve: () => Promise.resolve([dead, '127.0.0.1']),
      })
      expect(await read(fetch(`http://page.example:${port}/`))).toBe('alive')
    }
  })
})

describe('an answer to HEAD', () => {
  it('says how large a body would be, whatever may be read [UR-09]', async () => {
    const large: Answer = (response) => void response.writeHead(200, { 'content-length': '5000000000' }).end()
    const { url, fetch } = await page(large)
    const response = await fetch(url, { method: 'HEAD' })
    expect(response.headers.get('content-length')).toBe('5000000000')
  })
})

describe('a proxy', () => {
  it('is found under its own name, also for addresses that need no resolver [UR-08]', async () => {
    const stub = await stubServer()
    stub.on('/', text('by proxy', {}))
    const { port } = new URL(stub.origin)
    const lookups: unknown[] = []
    class Recording extends Agent {
      override createConnection(options: object, ...rest: never[]) {
        lookups.push((options as { lookup?: unknown }).lookup)
        const towards = { ...options, host: '127.0.0.1', port: Number(port) }
        return super.createConnection(towards, ...rest)
      }
    }
    const agent = new Recording()
    const fetch = pinnedFetch({ agent: () => agent })
    expect(await read(fetch('http://93.184.215.14/'))).toBe('by proxy')
    expect(lookups).toEqual([undefined])
  })
})
