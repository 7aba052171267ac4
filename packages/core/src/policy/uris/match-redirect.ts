import { parseRedirectUri } from './redirect.js'

/** An http URI on one of the loopback spellings of RFC 8252 §7.3, split around its port. Anchored: no look-alikes. */
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::(\d{1,5}))?((?:[/?].*)?)$/s

export interface MatchOptions {
  /**
   * Lets the port of `http://localhost` vary too. Default `false`: the name may resolve to something other than the
   * loopback interface (RFC 8252 §8.3). A URI registered with its port matches by itself in any case.
   */
  readonly loopbackLocalhost?: boolean | undefined
}

/**
 * Finds the registered redirect URI that a request may use: the same string (AS-20, PX-15). The one exception is the
 * port of an http loopback address, which a native app learns only when it starts (RFC 8252 §7.3, AS-21).
 *
 * @param requested as received
 * @param registered as registered, each judged by {@link parseRedirectUri} then
 * @returns the registered one, `undefined` for none
 * @example
 * ```ts
 * import { matchRedirectUri } from '@sallyport/core/uris'
 *
 * console.log(matchRedirectUri('http://127.0.0.1:51004/cb', ['http://127.0.0.1/cb'])) // 'http://127.0.0.1/cb'
 * console.log(matchRedirectUri('https://app.example/cb/', ['https://app.example/cb'])) // undefined
 * ```
 */
export function matchRedirectUri(
  requested: string,
  registered: readonly string[],
  options: MatchOptions = {},
): string | undefined {
  if (registered.includes(requested)) return requested
  const wanted = withoutPort(requested, options)
  if (wanted === undefined || parseRedirectUri(requested).kind !== 'loopback') return undefined
  return registered.find((candidate) => withoutPort(candidate, options) === wanted)
}

function withoutPort(uri: string, { loopbackLocalhost = false }: MatchOptions): string | undefined {
  const match = LOOPBACK.exec(uri)
  if (match?.[1] === undefined || (match[1] === 'localhost' && !loopbackLocalhost)) return undefined
  return `http://${match[1]}${match[3] ?? ''}`
}
