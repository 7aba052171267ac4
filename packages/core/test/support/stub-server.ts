import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly form: URLSearchParams
}

export type Answer = (response: ServerResponse, request: RecordedRequest) => void | Promise<void>

/** An HTTP server that says whatever a test wants: the peer that behaves badly. */
export interface StubServer {
  readonly origin: string
  readonly requests: RecordedRequest[]
  on(path: string, answer: Answer): void
}

/** Runs until the current test has finished. */
export async function stubServer(): Promise<StubServer> {
  const answers = new Map<string, Answer>()
  const requests: RecordedRequest[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming
      const request = { method, path: url, headers, form: new URLSearchParams(Buffer.concat(chunks).toString()) }
      requests.push(request)
      const answer = answers.get(new URL(url, 'http://stub').pathname)
      if (answer === undefined) response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>not here</h1>')
      else void answer(response, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    on: (path, answer) => void answers.set(path, answer),
  }
}

/** An origin where nothing listens. */
export async function closedOrigin(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${String(port)}`
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
}

export function text(body: string | Uint8Array, headers: Record<string, string>, status = 200): Answer {
  return (response) => {
    response.writeHead(status, headers).end(body)
  }
}
