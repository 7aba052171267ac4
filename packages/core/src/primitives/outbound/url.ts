import { isLoopbackHost } from '../../foundation/index.js'

/** URLs are visible ASCII (RFC 3986 §2). `new URL` would strip tabs and line breaks and turn backslashes around. */
const PLAIN_URL = /^[\x21-\x5b\x5d-\x7e]{1,4096}$/

/** Names and addresses. URL parsers also take `*`, `;` and quotes in a host, which would change meaning in a CSP. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/

const AUTHORITY = /^https?:\/\/([^/?#]*)/i

/**
 * The URL when this server may ask it: https, or http towards this machine when that is allowed; no user name or
 * password, no fragment, and a host that every parser reads as it is written (UR-03, UR-05, UR-13). Which address it
 * leads to is another question.
 *
 * @example
 * ```ts
 * import { parseOutboundUrl } from '@sallyport/core/outbound'
 *
 * console.log(parseOutboundUrl('http://login.example.com/', false)) // undefined
 * ```
 */
export function parseOutboundUrl(text: string, allowHttpLoopback: boolean): URL | undefined {
  const url = parseStrictUrl(text)
  if (url === undefined || url.protocol === 'https:') return url
  return allowHttpLoopback && isLoopbackHost(url.hostname) ? url : undefined
}

/**
 * An http(s) URL that can be read in one way only. Parsers repair what they are given (`0x7f.1`, `127.1`, `%6c`, a dot at
 * the end), each in its own way: a host that is not written as it is read is none.
 */
export function parseStrictUrl(text: string): URL | undefined {
  if (!PLAIN_URL.test(text) || text.includes('#') || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const written = AUTHORITY.exec(text)?.[1]?.toLowerCase().replace(/:\d*$/, '')
  if (url.username !== '' || url.password !== '' || !HOST.test(url.hostname) || url.hostname.endsWith('.'))
    return undefined
  // Compressing zeros is the one liberty: IPv6 addresses have several honest spellings.
  return written === url.hostname || (written?.startsWith('[') === true && url.hostname.startsWith('['))
    ? url
    : undefined
}

/** The host of a hostile URL for the audit log, cut to what a name may have; `unknown` for a text without one. */
export function hostOf(text: string): string {
  return URL.canParse(text) ? new URL(text).host.slice(0, 255) || 'unknown' : 'unknown'
}
