const NONE: readonly string[] = Object.freeze([])

/** `tchar`, RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** `token68` of RFC 9110 §11.2, which is the `b64token` of RFC 6750 §2.1. */
const TOKEN68 = /^[A-Za-z0-9\-._~+/]+=*$/

/** What stands between the scheme and its end: `1*SP`, RFC 9110 §11.4. */
const CREDENTIALS = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)(?: +(.*))?$/

/** Removes optional whitespace (SP and HTAB only, RFC 9110 §5.6.3); `trim` would also take exotic spaces. */
export function trimOws(value: string): string {
  let start = 0
  let end = value.length
  while (start < end && isOws(value.charCodeAt(start))) start++
  while (end > start && isOws(value.charCodeAt(end - 1))) end--
  return value.slice(start, end)
}

function isOws(code: number): boolean {
  return code === 0x20 || code === 0x09
}

export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

export function isToken68(text: string): boolean {
  return TOKEN68.test(text)
}

/** One line of an `Authorization` field, cut in two. Schemes compare case-insensitively (RFC 9110 §11.1). */
export interface Credentials {
  /** In lower case. */
  readonly scheme: string
  /** All that follows the scheme, without surrounding whitespace; empty when nothing does. */
  readonly rest: string
}

/** @returns `undefined` when the line does not begin with an auth-scheme */
export function parseCredentials(line: string): Credentials | undefined {
  const match = CREDENTIALS.exec(trimOws(line))
  if (match?.[1] === undefined) return undefined
  return { scheme: match[1].toLowerCase(), rest: trimOws(match[2] ?? '') }
}

/**
 * A quoted-string of RFC 9110 §5.6.4. Whatever cannot stand in one header line in every parser (controls, CR, LF,
 * non-ASCII) becomes `?`, so no input can end the line or the string.
 */
export function quotedString(value: string): string {
  return `"${value.replaceAll(/[^\x20-\x7e]/gu, '?').replaceAll(/["\\]/g, '\\$&')}"`
}

/**
 * `name="value", …` in the order given; entries without a value are left out.
 *
 * @throws {TypeError} when a name is not a token or stands twice: names come from code, never from requests
 */
export function quotedParameters(parameters: readonly (readonly [name: string, value: string | undefined])[]): string {
  const names = new Set<string>()
  const written: string[] = []
  for (const [name, value] of parameters) {
    if (value === undefined) continue
    if (!isToken(name) || names.has(name)) throw new TypeError(`not a usable parameter name: ${name}`)
    names.add(name)
    written.push(`${name}=${quotedString(value)}`)
  }
  return written.join(', ')
}

/** Where HTTP/2 and HTTP/3 say what `Host` says in HTTP/1.1 (RFC 9113 §8.3.1). */
const AUTHORITY = ':authority'

/** The values of one header, in the order received. */
export function rawHeaderLines(rawHeaders: readonly string[], name: string): readonly string[] {
  const other = name === 'host' ? AUTHORITY : undefined
  let lines: string[] | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const candidate = rawHeaders[index] ?? ''
    if ((candidate.length === name.length && candidate.toLowerCase() === name) || candidate === other) {
      const value = rawHeaders[index + 1] ?? ''
      if (lines) lines.push(value)
      else lines = [value]
    }
  }
  return lines ?? NONE
}

/**
 * Header lines as `Headers`. Of the fields that HTTP/2 adds, whose names `Headers` cannot hold, the authority becomes
 * `Host`: who checks that must not be left without it.
 *
 * @param rawHeaders names and values in turn, as Node's `rawHeaders`
 * @throws {TypeError} for names and values that no header has
 * @example
 * ```ts
 * import { toWebHeaders } from '@sallyport/core/node'
 *
 * console.log(toWebHeaders([':path', '/mcp', ':authority', 'notes.example.com']).get('host')) // notes.example.com
 * ```
 */
export function toWebHeaders(rawHeaders: readonly string[]): Headers {
  const headers = new Headers()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name === AUTHORITY) headers.append('host', rawHeaders[index + 1] ?? '')
    else if (!name.startsWith(':')) headers.append(name, rawHeaders[index + 1] ?? '')
  }
  return headers
}
