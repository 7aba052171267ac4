import { Agent as HttpAgent, request as httpRequest, type Agent, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https'
import { isIP } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { pinnedLookup } from './resolve.js'
import type { PinnedAddress } from './types.js'

/** A little less than the five seconds after which servers on Node close a connection that nobody uses. */
const IDLE_MS = 4_000

/** Describe the connection, and the connection is ours. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'expect', 'host', 'keep-alive', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade'],
])

/** May be asked again without being asked for twice (RFC 9110 §9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/** Connections of one owner, kept for the next request to the same name at the same addresses. */
export interface Connections {
  agent(url: URL): Agent
}

export function createConnections(): Connections {
  const options = { keepAlive: true, timeout: IDLE_MS, maxFreeSockets: 16, scheduling: 'lifo' } as const
  const agents = { http: keyedByAddress(new HttpAgent(options)), https: keyedByAddress(new HttpsAgent(options)) }
  return { agent: ({ protocol }) => (protocol === 'https:' ? agents.https : agents.http) }
}

/** What a request adds to the options that Node knows. */
interface PinnedRequestOptions extends RequestOptions {
  readonly pinnedTo: string
}

/** A connection is used again only where its address would be admitted again: the judged addresses are part of its name. */
function keyedByAddress<Kind extends Agent>(agent: Kind): Kind {
  const getName = agent.getName.bind(agent)
  agent.getName = (options) => `${getName(options)}:${(options as Partial<PinnedRequestOptions>).pinnedTo ?? ''}`
  return agent
}

export interface Exchange {
  readonly url: URL
  readonly method: string
  readonly headers: Headers
  readonly body: Uint8Array | Readable | undefined
  /** Absent where a proxy finds them. */
  readonly addresses: readonly PinnedAddress[] | undefined
  readonly agent: Agent
  readonly signal: AbortSignal
  readonly ca: string | readonly string[] | undefined
}

/** Sends a request and waits for the header of the answer. The name stays in `Host`, SNI and the certificate check. */
export function exchange(wanted: Exchange): Promise<IncomingMessage> {
  const { url, method, headers, body, addresses, agent, signal, ca } = wanted
  const host = bareHost(url)
  const options: PinnedRequestOptions = {
    protocol: url.protocol,
    hostname: host,
    port: url.port === '' ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    method,
    headers: headersOf(headers),
    agent,
    signal,
    pinnedTo: (addresses ?? [])
      .map(({ address }) => address)
      .sort()
      .join(),
    ...(addresses && { lookup: pinnedLookup(addresses) }),
    ...(url.protocol === 'https:' && {
      servername: isIP(host) === 0 ? host : '',
      rejectUnauthorized: true,
      ...(ca !== undefined && { ca: typeof ca === 'string' ? ca : [...ca] }),
    }),
  }
  return new Promise((resolve, reject) => {
    let answered = false
    const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(options)
    outgoing.once('response', (message) => {
      answered = true
      resolve(message)
    })
    // Nobody asked for another protocol; without a listener the request would end without a word.
    outgoing.once('upgrade', (_message, socket) => {
      socket.destroy()
      reject(Object.assign(new Error('upgrade'), { code: 'ERR_UNASKED_UPGRADE' }))
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // Most likely the other side closed an idle connection just when it was taken again, and heard nothing.
      const isStale = outgoing.reusedSocket && error.code === 'ECONNRESET' && body === undefined && !answered
      if (isStale && IDEMPOTENT.has(method) && !signal.aborted) exchange(wanted).then(resolve, reject)
      else reject(error)
    })
    if (body === undefined || body instanceof Uint8Array) outgoing.end(body)
    else pipeline(body, outgoing, (error) => (error ? reject(error) : undefined))
  })
}

/** The host as sockets take it: IPv6 without brackets. */
export function bareHost({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

function headersOf(headers: Headers): Record<string, string> {
  const sent = Object.fromEntries([...headers].filter(([name]) => !CONNECTION_HEADERS.has(name)))
  return { accept: '*/*', 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'sallyport', ...sent }
}
