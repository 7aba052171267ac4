import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { handleOAuth } from '../../../src/host/node/index.js'
import type { Sallyport } from '../../../src/sallyport/index.js'

interface Served {
  readonly port: number
  /** How each call of the handler ended. */
  readonly outcomes: Promise<boolean | Error>[]
  /** Requests that reached the deployment. */
  readonly seen: Request[]
}

async function serve(before?: (request: IncomingMessage) => Promise<void>): Promise<Served> {
  const outcomes: Promise<boolean | Error>[] = []
  const seen: Request[] = []
  const sallyport = {
    origin: 'http://127.0.0.1:1',
    owns: (target: string) => target.startsWith('/token'),
    async handle(request: Request) {
      seen.push(request)
      if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
      return new Response(request.method === 'HEAD' ? null : request.method)
    },
  } as unknown as Sallyport
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    await before?.(request)
    return handleOAuth(sallyport, request, response)
  }
  const server = createServer((request, response) => {
    outcomes.push(answer(request, response).catch((error: unknown) => error as Error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, outcomes, seen }
}

/** Sends bytes as they are, and returns what came back until the connection closed. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
    socket.once('close', () => resolve(answer)).once('error', reject)
  })
}

it('answers a method that no web request can have, instead of failing the server', async () => {
  const { port, outcomes, seen } = await serve()
  const answer = await exchange(port, 'TRACE /token HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(await Promise.all(outcomes)).toEqual([true])
  expect(seen).toEqual([])
})

it('ends quietly when the client goes in mid-body', async () => {
  const { port, outcomes, seen } = await serve()
  const socket = connect(port, '127.0.0.1', () => {
    socket.write('POST /token HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf')
  })
  await expect.poll(() => outcomes.length).toBe(1)
  socket.destroy()
  expect(await Promise.all(outcomes)).toEqual([true])
  expect(seen).toEqual([])
})

it('does not wait for a body that is gone already', async () => {
  const { port, outcomes } = await serve(async (request) => {
    request.resume()
    await once(request, 'end')
  })
  const head = 'POST /token HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 4\r\n\r\n'
  const answer = await exchange(port, `${head}a=bc`)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(await Promise.all(outcomes)).toEqual([true])
})

it('does not wait for a client that left before its body was asked for', async () => {
  let left: () => void = () => undefined
  const gone = new Promise<void>((resolve) => (left = resolve))
  const { port, outcomes, seen } = await serve((request) => {
    request.once('close', left)
    return gone
  })
  const socket = connect(port, '127.0.0.1', () => {
    socket.write('POST /token HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf')
  })
  await expect.poll(() => outcomes.length).toBe(1)
  socket.destroy()
  expect(await Promise.all(outcomes)).toEqual([true])
  expect(seen).toEqual([])
})

it.each(['OPTIONS', 'HEAD'])('says no length for a body that %s does not have', async (method) => {
  const { port } = await serve()
  const answer = await exchange(port, `${method} /token HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 20[04] /)
  expect(answer).not.toMatch(/content-length|transfer-encoding/i)
})
