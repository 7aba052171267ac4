import { fromUtf8 } from './bytes.js'

export type JsonProblem = {
  readonly ok: false
  /** `malformed` also covers bytes that are not UTF-8 and a byte order mark. */
  readonly reason: 'malformed' | 'duplicate_key' | 'too_deep'
}

export type ParsedJson = { readonly ok: true; readonly value: unknown } | JsonProblem

const QUOTE = 0x22
const COLON = 0x3a
const BACKSLASH = 0x5c

/**
 * Parses JSON that strangers sent. Refuses members that stand twice in one object, for two parsers would then read two
 * different messages (RFC 8259 §4, requirement ST-17), and deep nesting. A member named `__proto__` arrives as an own
 * property, as `JSON.parse` leaves it: read members with `Object.hasOwn`, never merge them with `Object.assign`.
 *
 * @param maxDepth levels of objects and arrays; default 64
 */
export function parseJson(input: string | Uint8Array, maxDepth = 64): ParsedJson {
  try {
    const text = typeof input === 'string' ? input : fromUtf8(input)
    const value: unknown = JSON.parse(text)
    const reason = findProblem(text, maxDepth)
    return reason === undefined ? { ok: true, value } : { ok: false, reason }
  } catch {
    return { ok: false, reason: 'malformed' }
  }
}

/** One pass over text that is known to be valid JSON: in it, a string before a colon is a member's name. */
function findProblem(text: string, maxDepth: number): JsonProblem['reason'] | undefined {
  const open: (Set<string> | undefined)[] = []
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      const start = i
      i = endOfString(text, i)
      if (!isFollowedByColon(text, i + 1)) continue
      const name = nameIn(text.slice(start, i + 1))
      const names = (open[open.length - 1] ??= new Set())
      if (names.has(name)) return 'duplicate_key'
      names.add(name)
    } else if (code === 0x7b || code === 0x5b) {
      if (open.push(undefined) > maxDepth) return 'too_deep'
    } else if (code === 0x7d || code === 0x5d) {
      open.pop()
    }
  }
  return undefined
}

/** Index of the closing quote: the first one behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return end
  }
}

function isFollowedByColon(text: string, start: number): boolean {
  let i = start
  while (i < text.length && text.charCodeAt(i) <= 0x20) i++
  return text.charCodeAt(i) === COLON
}

/** Two spellings of one name (`"a"`, `"\u0061"`) are one name. */
function nameIn(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
}
