import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { Runtime } from '../../../foundation/index.js'
import { addressRules } from '../../../policy/addresses/index.js'
import { bareHost, createConnections, exchange } from './exchange.js'
import { addressRefused, pinnedAddresses, systemResolve } from './resolve.js'
import type { PinnedFetchOptions } from './types.js'
import { webResponse } from './web-response.js'

/**
 * Creates a `fetch` that connects only to addresses that were judged: the name is resolved once, every answer must be
 * admitted, and the connection goes to those answers and to nothing else, so that a name cannot lead elsewhere between
 * the check and the connection (UR-06). `Host`, SNI and the certificate check keep the name.
 *
 * Public addresses only, and what `allowPrivate` lists; where core asks, core says what is admitted. Redirects are
 * handed out, never followed (UR-07). No cookies, no stored credentials (UR-10). Bodies stream, decompressed; limits of
 * size and time are those of the caller: tools use `guardedFetch`, which has them.
 *
 * @throws {ConfigError} for a malformed `allowPrivate`
 * @example
 * ```ts
 * import { pinnedFetch } from '@sallyport/core/node'
 *
 * const fetch = pinnedFetch({ allowPrivate: ['10.1.0.0/16'] })
 * const response = await fetch('https://wiki.corp.example/')
 * console.log(response.status)
 * ```
 */
export function pinnedFetch(options: PinnedFetchOptions = {}): Runtime['fetch'] {
  const { resolve = systemResolve, agent, ca } = options
  const rules = addressRules({ allowPrivate: options.allowPrivate, option: 'pinnedFetch: allowPrivate' })
  const connections = createConnections()

  /** What core admits, or what these options do. */
  function judge(url: URL, admits: ((address: string) => boolean) | undefined): (address: string) => boolean {
    if (admits === undefined && rules.host(url.hostname) !== undefined) throw addressRefused(url.hostname)
    const listed = (address: string) => rules.address(url.hostname, address) === undefined
    return admits === undefined ? listed : (address) => admits(address) || listed(address)
  }

  return async (input, init = {}) => {
    const request = new Request(input, { ...init, ...(isStream(init.body) && { duplex: 'half' }), signal: null })
    const url = new URL(request.url)
    if (!['https:', 'http:'].includes(url.protocol)) throw new TypeError('Only http and https can be asked.')
    const signal = init.signal ?? (isRequest(input) ? input.signal : new AbortController().signal)
    signal.throwIfAborted()
    const admits = judge(url, init.admitsAddress)
    const host = bareHost(url)
    // A proxy finds names by itself; addresses are judged here all the same.
    const isJudgedHere = agent === undefined || isIP(host) !== 0
    const addresses = isJudgedHere ? await untilAborted(pinnedAddresses(host, resolve, admits), signal) : undefined
    const message = await exchange({
      url,
      method: request.method,
      headers: request.headers,
      body: await bodyOf(request, isStream(init.body)),
      // An agent of somebody else looks up its proxy, not what is behind it.
      addresses: agent === undefined ? addresses : undefined,
      agent: agent === undefined ? connections.agent(url) : agent(url),
      signal,
      ca,
    }).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error
    })
    try {
      return webResponse(message, url, request.method, signal)
    } catch (error) {
      // A status or a coding that no `Response` can have: nobody will read on.
      message.destroy()
      throw error
    }
  }
}

/** A resolver cannot be told to stop; its caller can stop waiting. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    if (stop) signal.removeEventListener('abort', stop)
  }
}

async function bodyOf(request: Request, streamed: boolean): Promise<Uint8Array | Readable | undefined> {
  if (request.body === null) return undefined
  return streamed ? Readable.fromWeb(request.body as NodeReadableStream) : new Uint8Array(await request.arrayBuffer())
}

function isStream(body: RequestInit['body']): boolean {
  return typeof body === 'object' && body !== null && 'getReader' in body
}

function isRequest(input: string | URL | Request): input is Request {
  return typeof input === 'object' && 'signal' in input
}
