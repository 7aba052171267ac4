import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { selfSigned } from './self-signed.js'

/** Where clients live: every name below `.example` on https, and a program on a loopback port. */
export interface ClientSite {
  /** Port of the https server on 127.0.0.1; the browser has to be told that `*.example` is there. */
  readonly securePort: number
  /** Redirect URI of a program on this machine. */
  readonly loopbackUri: string
  close(): Promise<void>
}

/** The icon is there so that browsers do not ask for one. */
const PAGE = '<!doctype html><html lang="en"><title>Client</title><link rel="icon" href="data:,"><h1>Arrived</h1>'

const answer: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'text/html').end(PAGE)
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

export async function openClientSite(): Promise<ClientSite> {
  const secure = createSecureServer(selfSigned(), answer)
  const plain = createServer(answer)
  const [securePort, port] = await Promise.all([listen(secure), listen(plain)])
  const close = (server: typeof secure | typeof plain): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    securePort,
    loopbackUri: `http://127.0.0.1:${String(port)}/callback`,
    async close() {
      await Promise.all([close(secure), close(plain)])
    },
  }
}
