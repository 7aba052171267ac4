import { isToken, trimOws } from './headers.js'

/** `cookie-octet`, RFC 6265 §4.1.1. Quoted values are not among what we set, so they are not read either. */
const COOKIE_VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/

/** Browsers drop a cookie without a word when name and value are longer than this together (RFC 6265bis §5.6). */
const MAX_COOKIE_BYTES = 4096

/**
 * Reads a `Cookie` header. A name that stands twice counts as absent: a second cookie of our name was put there by
 * somebody else (a sibling domain, a plain-http answer), nothing in the header tells which one is ours, and "first
 * wins" lets the attacker choose by path length (RFC 6265 §5.4, §8.6). Pairs that are not well formed are skipped,
 * for other software on the same host sets odd cookies, but they still count as a second use of their name.
 *
 * @param header the header's value, several lines joined by `; `
 */
export function readCookies(header: string | null | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  const seen = new Set<string>()
  for (const part of (header ?? '').split(';')) {
    const pair = trimOws(part)
    const equals = pair.indexOf('=')
    const name = trimOws(pair.slice(0, Math.max(equals, 0)))
    if (!isToken(name)) continue
    const value = trimOws(pair.slice(equals + 1))
    if (seen.has(name)) cookies.delete(name)
    else if (COOKIE_VALUE.test(value)) cookies.set(name, value)
    seen.add(name)
  }
  return cookies
}

/** A cookie of ours. Always `HttpOnly`, `SameSite=Lax`, `Path=/`, never with a `Domain`. */
export interface CookieToSet {
  /** With the prefix `__Host-` exactly when `secure`. */
  readonly name: string
  /** Cookie octets only: base64url always fits. */
  readonly value: string
  /** Rounded down to seconds; `0` deletes the cookie. */
  readonly maxAgeMs: number
  /** `false` only on a loopback http issuer, where browsers refuse the prefix. */
  readonly secure: boolean
}

/**
 * The value of one `Set-Cookie` line (requirements PX-10, PX-11).
 *
 * @throws {TypeError} on a name, value or combination that a browser would drop or that would lose its protection
 */
export function serializeCookie(cookie: CookieToSet): string {
  const { name, value, maxAgeMs, secure } = cookie
  if (!isToken(name)) throw new TypeError('a cookie name must be a token')
  if (!COOKIE_VALUE.test(value)) throw new TypeError(`the value of cookie ${name} holds characters that need encoding`)
  if (name.length + value.length > MAX_COOKIE_BYTES) throw new TypeError(`cookie ${name} is too large for a browser`)
  if (name.startsWith('__Host-') !== secure) throw new TypeError(`cookie ${name}: __Host- and secure go together`)
  if (!Number.isFinite(maxAgeMs) || maxAgeMs < 0) throw new TypeError(`cookie ${name} needs a maxAgeMs of 0 or more`)
  const attributes = `Path=/; Max-Age=${String(Math.floor(maxAgeMs / 1000))}; HttpOnly; SameSite=Lax`
  return `${name}=${value}; ${attributes}${secure ? '; Secure' : ''}`
}

/** Names and attributes of all cookies of one issuer. */
export interface CookieRules {
  /** `__Host-<base>`; on a loopback http issuer `<base>-<port>`, since cookies of one host are shared by all its ports. */
  name(base: string): string
  /** A `Set-Cookie` line. */
  set(base: string, value: string, lifetimeMs: number): string
  /** A `Set-Cookie` line that deletes. */
  clear(base: string): string
}

/** @param issuer https, or http on a loopback host, where browsers refuse `__Host-` and may refuse `Secure` */
export function cookieRules(issuer: string): CookieRules {
  const { protocol, port } = new URL(issuer)
  const secure = protocol === 'https:'
  const name = (base: string): string => (secure ? `__Host-${base}` : `${base}-${port || '80'}`)
  const set = (base: string, value: string, maxAgeMs: number): string =>
    serializeCookie({ name: name(base), value, maxAgeMs, secure })
  return { name, set, clear: (base) => set(base, '', 0) }
}
