import { isLoopbackHost } from '../../foundation/index.js'

/** URLs are visible ASCII (RFC 3986 §2). `new URL` would strip tabs and line breaks and turn backslashes around. */
const PLAIN_URL = /^[\x21-\x5b\x5d-\x7e]{1,4096}$/

/** Names and addresses. URL parsers also take `*`, `;` and quotes in a host, which would change meaning in a CSP. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/

/**
 * The URL when this server may ask it: https, or http towards this machine when that is allowed; no user name or
 * password, no fragment (UR-03, UR-13).
 *
 * @example
 * ```ts
 * import { parseOutboundUrl } from '@sallyport/core/outbound'
 *
 * console.log(parseOutboundUrl('http://login.example.com/', false)) // undefined
 * ```
 */
export function parseOutboundUrl(text: string, allowHttpLoopback: boolean): URL | undefined {
  if (!PLAIN_URL.test(text) || text.includes('#') || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || !HOST.test(url.hostname)) return undefined
  if (url.protocol === 'https:') return url
  return url.protocol === 'http:' && allowHttpLoopback && isLoopbackHost(url.hostname) ? url : undefined
}
