import { fromUtf8 } from '../../foundation/index.js'
import type { RequestFacts } from './facts.js'

const PREFIX = '=?base64?'
const SUFFIX = '?='

/** What a field value may hold in clear: visible ASCII, space and tab. */
const PLAIN = /^[\t\x20-\x7e]*$/

/** Optional whitespace around a field value, RFC 9110 §5.6.3. By hand: `[ \t]+$` takes a quadratic time on spaces inside. */
export function trimWhitespace(value: string): string {
  let start = 0
  let end = value.length
  while (isBlank(value[start])) start++
  while (end > start && isBlank(value[end - 1])) end--
  return start === 0 && end === value.length ? value : value.slice(start, end)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

/**
 * The one line of a header, without the whitespace around it.
 *
 * @returns `undefined` without one, `null` for several: hosts join those in different ways, so they mean nothing
 */
export function singleLine(facts: Pick<RequestFacts, 'headerLines'>, name: string): string | undefined | null {
  const lines = facts.headerLines(name)
  if (lines.length > 1) return null
  return lines[0] === undefined ? undefined : trimWhitespace(lines[0])
}

/**
 * Reads the value of `Mcp-Name` or `Mcp-Param-*`: plain ASCII, or `=?base64?…?=` around the base64 of UTF-8 (SEP-2243,
 * ST-50, ST-51). The markers are case-sensitive, and one of them alone is text. Decoders forgive a lot, so what comes
 * out is encoded again and must be what came in: every value has exactly one encoded form.
 *
 * @returns `undefined` for a value that must be refused
 * @example
 * ```ts
 * import { decodeHeaderValue } from '@sallyport/core/transport'
 *
 * console.log(decodeHeaderValue('=?base64?w6TDtg==?=')) // äö
 * console.log(decodeHeaderValue('=?base64?w6TDtg?=')) // undefined: the padding is missing
 * console.log(decodeHeaderValue('=?BASE64?w6TDtg==?=')) // =?BASE64?w6TDtg==?=
 * ```
 */
export function decodeHeaderValue(value: string): string | undefined {
  const text = trimWhitespace(value)
  if (!PLAIN.test(text)) return undefined
  if (!text.startsWith(PREFIX) || !text.endsWith(SUFFIX)) return text
  // In `=?base64?=` the markers share a character: a text for some readers, an encoded nothing for others.
  return text.length < PREFIX.length + SUFFIX.length
    ? undefined
    : decodeBase64(text.slice(PREFIX.length, -SUFFIX.length))
}

function decodeBase64(encoded: string): string | undefined {
  try {
    const binary = atob(encoded)
    if (btoa(binary) !== encoded) return undefined
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    return fromUtf8(bytes)
  } catch {
    return undefined
  }
}
