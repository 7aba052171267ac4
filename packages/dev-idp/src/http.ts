import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HTML_HEADERS } from './pages.js'

const MAX_FORM_BYTES = 8_192

export interface Listener {
  readonly origin: string
  readonly port: number
  /** To be called once, before the first request is answered. */
  serve(listener: RequestListener): void
  close(): Promise<void>
}

/** Takes the port first, since the issuer identifier names it. */
export async function listen(host: string, port: number): Promise<Listener> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const actualPort = (server.address() as AddressInfo).port
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${String(actualPort)}`,
    port: actualPort,
    serve: (listener) => void server.on('request', listener),
    close: () => closeServer(server),
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_FORM_BYTES) throw new RangeError('form too large')
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

export function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, HTML_HEADERS).end(html)
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end()
}
