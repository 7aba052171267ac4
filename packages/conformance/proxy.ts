import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Proxy {
  readonly port: number
  /** Where requests go from now on. */
  forwardTo(port: number): void
  /** Adds this to requests for the path, from now on. */
  authorize(path: string, accessToken: string): void
  close(): Promise<void>
}

/**
 * Stands where a client would put its access token: the suite cannot send one. Everything else passes as it is, `Host`
 * and `Origin` above all, which scenarios forge.
 */
export async function startProxy(): Promise<Proxy> {
  let target = 0
  let credential: { readonly path: string; readonly authorization: string } | undefined

  const server = createServer((incoming, answer) => {
    const { authorization, path } = credential ?? {}
    const protects = path !== undefined && incoming.url?.split('?')[0] === path
    const headers = { ...incoming.headers, ...(protects && { authorization }) }
    const onward = request(
      { host: '127.0.0.1', port: target, method: incoming.method, path: incoming.url, headers, setHost: false },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        // Streams begin with their headers, long before the first event.
        answer.flushHeaders()
        response.pipe(answer)
      },
    )
    incoming.pipe(onward)
    onward.once('error', () => answer.destroy())
    answer.once('close', () => onward.destroy())
  })

  return {
    port: await listen(server),
    forwardTo: (port) => void (target = port),
    authorize: (path, accessToken) => void (credential = { path, authorization: `Bearer ${accessToken}` }),
    close: () => closeServer(server),
  }
}

/** Listens on a free port of 127.0.0.1. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
