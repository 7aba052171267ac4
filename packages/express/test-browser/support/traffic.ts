import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** One request as a server of this process got it, with its answer. */
export interface Exchange {
  /** `GET http://127.0.0.1:3000/authorize`: method, origin and path, without the query. */
  readonly what: string
  readonly url: URL
  /** As they were sent. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly status: number
  readonly location: string | undefined
  readonly setCookies: readonly string[]
}

export interface Traffic {
  readonly exchanges: readonly Exchange[]
  /** What browsers sent there, without what programs sent. */
  fromBrowsersTo(origin: string): readonly Exchange[]
  /** Forgets what was seen so far. */
  clear(): void
  stop(): void
}

/** Records what arrives at the servers of this process: the deployment, the provider, and everybody else. */
export function recordTraffic(): Traffic {
  const exchanges: Exchange[] = []
  const note = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    const protocol = 'encrypted' in request.socket ? 'https' : 'http'
    const url = new URL(request.url ?? '/', `${protocol}://${request.headers.host ?? ''}`)
    exchanges.push({
      what: `${request.method ?? ''} ${url.origin}${url.pathname}`,
      url,
      headers: request.headers as Record<string, string | undefined>,
      status: response.statusCode,
      location: response.getHeader('location')?.toString(),
      setCookies: [response.getHeader('set-cookie') ?? []].flat().map(String),
    })
  }
  subscribe('http.server.response.finish', note)
  return {
    exchanges,
    fromBrowsersTo: (origin) =>
      exchanges.filter(({ url, headers }) => url.origin === origin && headers['user-agent']?.startsWith('Mozilla/')),
    clear: () => void exchanges.splice(0),
    stop: () => void unsubscribe('http.server.response.finish', note),
  }
}
