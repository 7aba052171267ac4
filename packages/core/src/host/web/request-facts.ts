import { rawHeaderLines } from '../../foundation/index.js'
import type { RequestFacts } from '../../policy/transport/index.js'
import type { ConnectionContext } from '../../sallyport/index.js'

/** What a host knows beyond the `Request`; all of it may be missing. */
export interface WebConnection extends ConnectionContext {
  /** Path and query as they came over the wire. Default: those of `request.url`. */
  readonly target?: string | undefined
  /** Names and values of the header lines in turn, as Node's `rawHeaders`: `Headers` joins lines that repeat. */
  readonly rawHeaders?: readonly string[] | undefined
}

const NONE: readonly string[] = []

/** Path and query as received; the host part was made of a header that nobody vouches for (UR-16). */
export function targetOf(request: Request, connection: WebConnection): string {
  if (connection.target !== undefined) return connection.target
  const { url } = request
  const start = url.indexOf('/', url.indexOf('://') + 3)
  return start === -1 ? '/' : url.slice(start)
}

/**
 * What the gate may know of a web `Request` before its body is read. Lines that repeat are one joined value in
 * `Headers`, which the gate refuses where two lines must not be; `rawHeaders` keeps them apart.
 *
 * @example
 * ```ts
 * import { webRequestFacts } from '@sallyport/core/web'
 *
 * const facts = webRequestFacts(new Request('https://notes.example.com/mcp?x=1'), { remoteAddress: '203.0.113.9' })
 * console.log(facts.target) // /mcp?x=1
 * ```
 */
export function webRequestFacts(request: Request, connection: WebConnection = {}): RequestFacts {
  const { rawHeaders, remoteAddress } = connection
  return {
    method: request.method,
    target: targetOf(request, connection),
    remoteAddress,
    headerLines(name) {
      if (rawHeaders) return rawHeaderLines(rawHeaders, name)
      // A server that keeps `Host` to itself has put it into the URL.
      const value = request.headers.get(name) ?? (name === 'host' ? new URL(request.url).host : null)
      return value === null ? NONE : [value]
    },
  }
}
