import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'

export interface HttpExchange {
  readonly url: string
  readonly sent: string
  readonly answered: string
}

const lines = (headers: object): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name},${String(value)}`)
    .join('\n')

/** Listens to what this process says through `node:http` and hears back, below our code. Returns how to stop. */
export function recordHttp(note: (exchange: HttpExchange) => void): () => void {
  const real = http.request
  const watched = (...parameters: Parameters<typeof real>): ClientRequest => {
    const outgoing = real(...parameters)
    const sent: Buffer[] = []
    const end = outgoing.end.bind(outgoing) as (chunk?: Uint8Array) => ClientRequest
    outgoing.end = ((chunk?: Uint8Array) => {
      if (chunk) sent.push(Buffer.from(chunk))
      return end(chunk)
    }) as typeof outgoing.end
    outgoing.prependListener('response', (message: IncomingMessage) => {
      const answered: Buffer[] = []
      const push = message.push.bind(message)
      message.push = (chunk: Buffer | null, encoding) => {
        if (chunk) answered.push(Buffer.from(chunk))
        else {
          note({
            url: `${outgoing.protocol}//${String(outgoing.getHeader('host'))}${outgoing.path}`,
            sent: `${lines(outgoing.getHeaders())}\n${Buffer.concat(sent).toString()}`,
            answered: `${lines(message.headers)}\n${Buffer.concat(answered).toString()}`,
          })
        }
        return push(chunk, encoding)
      }
    })
    return outgoing
  }
  http.request = watched as typeof real
  syncBuiltinESMExports()
  return () => {
    http.request = real
    syncBuiltinESMExports()
  }
}
