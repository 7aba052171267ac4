import type { HeaderLine } from './reply.js'

/** Features that no answer of ours needs; only names every current browser knows, or it logs a warning. */
const NO_FEATURES = 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()'

/** True of every answer, whatever its kind (F-18, AS-10). */
const COMMON: readonly HeaderLine[] = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
]

const NO_STORE: HeaderLine = ['cache-control', 'no-store']

/** For answers that are data: nothing in them may load, run or be framed. */
export const DATA_HEADERS: readonly HeaderLine[] = [
  ...COMMON,
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
]

/** For answers that must not be kept by anybody: all but public documents. */
export const PRIVATE_DATA_HEADERS: readonly HeaderLine[] = [NO_STORE, ...DATA_HEADERS]

/**
 * For pages; the policy comes with the page.
 *
 * `Cross-Origin-Opener-Policy` is left out on purpose: browser clients open the authorization endpoint in a popup and
 * their callback talks to `window.opener`. Any value but `unsafe-none` would cut that tie for good, and the pages run no
 * script that an opener could reach.
 */
export function pageHeaders(contentSecurityPolicy: string): readonly HeaderLine[] {
  return [
    NO_STORE,
    ...COMMON,
    ['content-security-policy', contentSecurityPolicy],
    ['cross-origin-resource-policy', 'same-origin'],
    ['permissions-policy', NO_FEATURES],
  ]
}

const ONE_YEAR_SECONDS = 31_536_000

/**
 * `Strict-Transport-Security` for an answer of this issuer or resource (F-18).
 *
 * Empty over plain http (RFC 6797 §7.2) and for names of the own machine, where it would lock every other local server
 * on that name out of http. Never `includeSubDomains`: sibling hosts are not ours to decide about.
 *
 * @param identifier issuer or resource, an absolute URL
 */
export function strictTransportHeaders(identifier: string): readonly HeaderLine[] {
  const { protocol, hostname } = new URL(identifier)
  const local = hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\]$)/.test(hostname)
  if (protocol !== 'https:' || local) return []
  return [['strict-transport-security', `max-age=${String(ONE_YEAR_SECONDS)}`]]
}

/** Adds `Strict-Transport-Security` to a finished answer: called once, where answers leave for the host. */
export function withStrictTransport(response: Response, identifier: string): Response {
  for (const [name, value] of strictTransportHeaders(identifier)) response.headers.set(name, value)
  return response
}
