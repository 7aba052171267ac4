import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** @param flags further ones, for example `--host-resolver-rules=…` */
export function launchChromium(...flags: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    headless: true,
    args: [...FLAGS, ...flags],
  })
}

export interface TestServer {
  /** For example `http://127.0.0.1:41234`. */
  readonly origin: string
  /** Method and path of every request, favicons left out. */
  readonly requests: string[]
  close(): Promise<void>
}

/** Serves on a free loopback port. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    if (request.url !== '/favicon.ico') requests.push(`${request.method ?? ''} ${request.url ?? ''}`)
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** Writes a web response; `Set-Cookie` lines stay apart. */
export async function send(target: ServerResponse, response: Response): Promise<void> {
  target.statusCode = response.status
  for (const [name, value] of response.headers) target.appendHeader(name, value)
  target.end(await response.text())
}
