import type { RequestFacts } from './facts.js'
import { trimWhitespace } from './header-value.js'
import { isModernVersion } from './revision.js'
import { PASSED, refuse, type TransportVerdict } from './verdict.js'

/** Value of `Allow` for an MCP endpoint. */
export const ALLOWED_METHODS = 'GET, POST, DELETE, OPTIONS'

/** The same for revision 2026-07-28, which has neither a stream to open nor a session to end (ST-41). */
export const MODERN_METHODS = 'POST, OPTIONS'

const METHODS: ReadonlySet<string> = new Set(ALLOWED_METHODS.split(', '))

/** Longest request target, in characters. */
const MAX_TARGET_LENGTH = 8192

/** Longest value of each header that this package reads, in characters; all but `authorization` come once at most. */
const MAX_HEADER_LENGTHS: readonly (readonly [name: string, length: number])[] = [
  ['authorization', 8192],
  ['host', 512],
  ['origin', 512],
  ['content-type', 256],
  ['mcp-session-id', 256],
  ['mcp-protocol-version', 64],
  ['mcp-method', 256],
  ['mcp-name', 8192],
  ['last-event-id', 1024],
]

/** Of `Mcp-Param-*`, which may carry any text. */
const MAX_PARAMETER_LENGTH = 8192

/**
 * Method names are case-sensitive (RFC 9110 §9.1); `X-HTTP-Method-Override` and its kin are never read (ST-16).
 *
 * @example
 * ```ts
 * import { checkMethod } from '@sallyport/core/transport'
 *
 * console.log(checkMethod('PUT')) // { ok: false, status: 405, reason: 'method_not_allowed' }
 * ```
 */
export function checkMethod(method: string): TransportVerdict {
  return METHODS.has(method) ? PASSED : refuse(405, 'method_not_allowed')
}

/**
 * True when a request calls itself modern. A hint, for answers that are given before the body is read; the body decides.
 *
 * @example
 * ```ts
 * import { namesModernVersion } from '@sallyport/core/transport'
 *
 * console.log(namesModernVersion({ headerLines: () => ['2026-07-28'] })) // true
 * ```
 */
export function namesModernVersion(facts: Pick<RequestFacts, 'headerLines'>): boolean {
  return facts.headerLines('mcp-protocol-version').some((line) => isModernVersion(trimWhitespace(line)))
}

/**
 * Refuses GET and DELETE where the revision has neither (ST-41).
 *
 * @param modernOnly no older revision is served
 * @example
 * ```ts
 * import { checkModernMethod } from '@sallyport/core/transport'
 *
 * const facts = { method: 'GET', headerLines: () => [] }
 * console.log(checkModernMethod(facts, true)) // { ok: false, status: 405, reason: 'method_not_in_revision' }
 * ```
 */
export function checkModernMethod(
  facts: Pick<RequestFacts, 'method' | 'headerLines'>,
  modernOnly: boolean,
): TransportVerdict {
  if (facts.method !== 'GET' && facts.method !== 'DELETE') return PASSED
  return modernOnly || namesModernVersion(facts) ? refuse(405, 'method_not_in_revision') : PASSED
}

/**
 * Refuses what is too large or stands twice before anything is decoded (ST-15). Repeated `Authorization` lines are left
 * to `parseAuthorization`, which answers them in its own way.
 *
 * @param parameterHeaders `Mcp-Param-*` headers that are going to be read, in lower case
 * @example
 * ```ts
 * import { checkSizes } from '@sallyport/core/transport'
 *
 * const facts = { method: 'POST', target: '/mcp', remoteAddress: undefined, headerLines: () => [] }
 * console.log(checkSizes(facts)) // { ok: true }
 * ```
 */
export function checkSizes(facts: RequestFacts, parameterHeaders: readonly string[] = []): TransportVerdict {
  if (facts.target.length > MAX_TARGET_LENGTH) return refuse(414, 'target_too_long')
  for (const [name, maxLength] of MAX_HEADER_LENGTHS) {
    const lines = facts.headerLines(name)
    if (lines.length > 1 && name !== 'authorization') return refuse(400, 'header_repeated')
    for (const line of lines) if (line.length > maxLength) return refuse(431, 'header_too_large')
  }
  for (const name of parameterHeaders) {
    const isLong = facts.headerLines(name).some((line) => line.length > MAX_PARAMETER_LENGTH)
    if (isLong) return refuse(431, 'header_too_large')
  }
  return PASSED
}

/**
 * A body must call itself JSON in UTF-8. This also keeps out what a foreign page may post without a preflight.
 *
 * @param contentType lines of `Content-Type`
 * @example
 * ```ts
 * import { checkContentType } from '@sallyport/core/transport'
 *
 * console.log(checkContentType(['text/plain'])) // { ok: false, status: 415, reason: 'content_type_not_json' }
 * ```
 */
export function checkContentType(contentType: readonly string[]): TransportVerdict {
  const [line] = contentType
  const isJson = /^[ \t]*application\/json[ \t]*(?:;[ \t]*charset=(?:"utf-8"|utf-8)[ \t]*)?$/i
  return contentType.length === 1 && isJson.test(line ?? '') ? PASSED : refuse(415, 'content_type_not_json')
}
