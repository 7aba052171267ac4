import { isLoopbackHost, LOOPBACK_HOSTS } from '../../foundation/index.js'
import { hasUriCharacters, parseWebUri } from './parts.js'

/** Longer ones would not survive the redirect in every browser and proxy. */
const MAX_LENGTH = 2048

/** Schemes that run code, open local data or belong to other protocols: never a redirect, whatever the options say. */
const FORBIDDEN_SCHEMES: ReadonlySet<string> = new Set([
  ...['about', 'blob', 'chrome', 'chrome-extension', 'content', 'data', 'file', 'filesystem', 'ftp', 'http', 'https'],
  ...['intent', 'jar', 'javascript', 'mailto', 'ms-appx', 'resource', 'sms', 'tel', 'vbscript', 'view-source'],
  ...['ws', 'wss'],
])

/** A redirect URI that may be used. */
export interface RedirectUri {
  /**
   * `loopback`: ends on the person's own machine (http, and https on a loopback name). `private-use`: an app's own
   * scheme, RFC 8252 §7.1. Both can be claimed by any local program.
   */
  readonly kind: 'https' | 'loopback' | 'private-use'
  readonly uri: string
  /** For people: host and port, or the scheme with its colon where there is no host. */
  readonly host: string
}

/** Why a redirect URI may not be used; for the audit log and `error_description`. */
export interface RefusedRedirectUri {
  readonly kind: 'refused'
  readonly reason: 'too_long' | 'malformed' | 'fragment' | 'userinfo' | 'http_not_loopback' | 'scheme_not_allowed'
}

export interface RedirectUriOptions {
  /** Schemes of apps that may receive codes, without colon, for example `['vscode', 'cursor']`. Default none. */
  readonly privateUseSchemes?: readonly string[] | undefined
}

/** Addresses that lead to this machine as well, though nobody writes them: unspecified ones, and mapped IPv4. */
const ALSO_LOOPBACK = /^(?:0\.0\.0\.0|\[::\]|\[::ffff:(?:0:0|7f[0-9a-f]{2}:[0-9a-f]{1,4})\])$/

const refused = (reason: RefusedRedirectUri['reason']): RefusedRedirectUri => ({ kind: 'refused', reason })

/**
 * Judges a redirect URI by itself, at registration (AS-22, AS-23). Whether a request may use it is for
 * {@link matchRedirectUri}.
 *
 * @example
 * ```ts
 * import { parseRedirectUri } from '@sallyport/core/uris'
 *
 * console.log(parseRedirectUri('https://app.example/cb').kind) // 'https'
 * console.log(parseRedirectUri('http://127.0.0.1:3118/cb').kind) // 'loopback'
 * console.log(parseRedirectUri('cursor://oauth/cb', { privateUseSchemes: ['cursor'] }).kind) // 'private-use'
 * console.log(parseRedirectUri('http://app.example/cb')) // { kind: 'refused', reason: 'http_not_loopback' }
 * ```
 */
export function parseRedirectUri(uri: string, options: RedirectUriOptions = {}): RedirectUri | RefusedRedirectUri {
  if (uri.length > MAX_LENGTH) return refused('too_long')
  if (!hasUriCharacters(uri)) return refused('malformed')
  if (uri.includes('#')) return refused('fragment')
  const scheme = /^([A-Za-z][A-Za-z0-9+\-.]*):./.exec(uri)?.[1]?.toLowerCase()
  if (scheme === undefined) return refused('malformed')
  return scheme === 'http' || scheme === 'https' ? webRedirect(uri) : privateUseRedirect(uri, scheme, options)
}

function webRedirect(uri: string): RedirectUri | RefusedRedirectUri {
  const parts = parseWebUri(uri)
  if (parts === undefined) return refused('malformed')
  if (parts.hasUserinfo) return refused('userinfo')
  if (parts.scheme === 'http' && !LOOPBACK_HOSTS.has(parts.hostname)) return refused('http_not_loopback')
  const isLocal = isLoopbackHost(parts.hostname) || ALSO_LOOPBACK.test(parts.hostname)
  const kind = isLocal ? 'loopback' : 'https'
  return { kind, uri, host: parts.port === '' ? parts.hostname : `${parts.hostname}:${parts.port}` }
}

function privateUseRedirect(
  uri: string,
  scheme: string,
  { privateUseSchemes = [] }: RedirectUriOptions,
): RedirectUri | RefusedRedirectUri {
  if (FORBIDDEN_SCHEMES.has(scheme)) return refused('scheme_not_allowed')
  if (!privateUseSchemes.some((allowed) => allowed.toLowerCase() === scheme)) return refused('scheme_not_allowed')
  const authority = /^[^:]+:\/\/([^/?]*)/.exec(uri)?.[1]
  if (authority?.includes('@') === true) return refused('userinfo')
  return {
    kind: 'private-use',
    uri,
    host: authority === undefined || authority === '' ? `${scheme}:` : `${scheme}://${authority}`,
  }
}
