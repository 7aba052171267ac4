import { hasLookAlike } from './look-alikes.js'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as they stand in URIs, and the units of `escape()` that some servers still decode. */
const ESCAPES = /(?:%[0-9a-f]{2})+|(?:%u[0-9a-f]{4})+/gi

/** `../` in two bytes a character, read one byte at a time. */
const OVERLONG_AS_LATIN1 = /[\u00C0\u00C1][\u0080-\u00BF]/

const PATH_SYNTAX = /[./\\:~\u0000-\u001F\u007F-\u009F]/

/** Every layer decodes once, and `%25` adds one; nobody encodes more often for a good reason. */
const MAX_ROUNDS = 6

/** The text of a run of escapes; `undefined` when it is not UTF-8, as overlong forms are not (RFC 3629 §3). */
function decodeRun(run: string): string | undefined {
  if (/^%u/i.test(run)) {
    return run.replaceAll(/%u(.{4})/gi, (_whole, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))
  }
  try {
    return decoder.decode(Uint8Array.from(run.slice(1).split('%'), (byte) => Number.parseInt(byte, 16)))
  } catch {
    return undefined
  }
}

/**
 * True when percent-decoding, however often, brings separators, dots, control characters, their look-alikes or
 * overlong UTF-8 to light. `100%.txt` and `a%20b` hide nothing.
 */
export function hidesPathSyntax(text: string, platform: string): boolean {
  if (OVERLONG_AS_LATIN1.test(text)) return true
  let current = text
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const plain = (current.match(ESCAPES) ?? []).map(decodeRun)
    const hides = (text: string | undefined) =>
      text === undefined || PATH_SYNTAX.test(text) || hasLookAlike(text, platform)
    if (plain.some(hides)) return true
    const decoded = current.replaceAll(ESCAPES, () => plain.shift() ?? '')
    if (decoded === current) return false
    current = decoded
  }
  return true
}
