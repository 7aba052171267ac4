import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')

/** Signs the certificate of `pinned.example`, and nothing that anybody else believes. */
export const testAuthority = fixture('ca.pem')

export interface TlsServer {
  readonly port: number
  /** What each request said about the name it was for. */
  readonly names: { readonly sni: string | false | undefined; readonly host: string | undefined }[]
}

/** A TLS server for `pinned.example` at 127.0.0.1, until the test has finished. */
export async function tlsServer(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<TlsServer> {
  const names: TlsServer['names'] = []
  const server = createServer({ key: fixture('server.key'), cert: fixture('server.pem') }, (request, response) => {
    const { socket } = request
    const sni =
      socket instanceof TLSSocket ? (socket as TLSSocket & { servername?: string | false }).servername : undefined
    names.push({ sni, host: request.headers.host })
    answer(response, request)
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, names }
}
