import { isLoopbackHost } from '../../foundation/index.js'
import { parseWebUri } from './parts.js'

/** Longer addresses are no use to a reader, and a place to hide things. */
const MAX_LENGTH = 2048

/**
 * An address that strangers gave us, safe to show and to link to (UR-11): https, or http on a loopback host; without
 * userinfo, which is made to look like a host. Hosts come out as ASCII, so look-alike letters show as `xn--`.
 *
 * @returns the address as given; `undefined` when it must not be shown
 * @example
 * ```ts
 * import { displayUrl } from '@sallyport/core/uris'
 *
 * console.log(displayUrl('https://app.example/about')) // 'https://app.example/about'
 * console.log(displayUrl('javascript:alert(1)')) // undefined
 * ```
 */
export function displayUrl(url: string): string | undefined {
  if (url.length > MAX_LENGTH) return undefined
  const parts = parseWebUri(url)
  if (parts === undefined || parts.hasUserinfo) return undefined
  return parts.scheme === 'https' || isLoopbackHost(parts.hostname) ? url : undefined
}

/**
 * Where an address leads, for audit events: host and port, or the bare scheme of a private-use URI.
 *
 * @returns `unknown` for a text that is no URI
 * @example
 * ```ts
 * import { hostOf } from '@sallyport/core/uris'
 *
 * console.log(hostOf('cursor://oauth/cb')) // 'cursor:'
 * ```
 */
export function hostOf(uri: string): string {
  const parts = parseWebUri(uri)
  if (parts !== undefined) return parts.port === '' ? parts.hostname : `${parts.hostname}:${parts.port}`
  return /^([A-Za-z][A-Za-z0-9+\-.]*):/.exec(uri)?.[0].toLowerCase() ?? 'unknown'
}
