/** The parameters of one query or form body. */
export interface ParsedForm {
  readonly ok: true
  /** Parameters that came exactly once and with a value. An empty one counts as absent (RFC 6749 §3.1). */
  readonly form: ReadonlyMap<string, string>
  /** Names that came more than once, in any spelling; they are not in `form`. */
  readonly repeated: readonly string[]
}

/** `malformed`: a broken percent sequence or bytes that are not UTF-8. `too_many`: more parameters than allowed. */
export type FormProblem = { readonly ok: false; readonly reason: 'malformed' | 'too_many' }

const LONE_SURROGATE = /[\ud800-\udfff]/u

/**
 * Reads application/x-www-form-urlencoded text, a body or a query without its `?`.
 * Stricter than `URLSearchParams`, which repairs broken percent sequences and lets the first of two values win.
 *
 * @param maxParameters the reading stops beyond this many; default 100
 */
export function parseForm(text: string, maxParameters = 100): ParsedForm | FormProblem {
  const form = new Map<string, string>()
  const seen = new Set<string>()
  const repeated = new Set<string>()
  let count = 0
  for (let start = 0; start <= text.length;) {
    const ampersand = text.indexOf('&', start)
    const end = ampersand === -1 ? text.length : ampersand
    const pair = text.slice(start, end)
    start = end + 1
    if (pair === '') continue
    if (++count > maxParameters) return { ok: false, reason: 'too_many' }

    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals))
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1))
    if (name === undefined || value === undefined) return { ok: false, reason: 'malformed' }
    // An empty first value and a full second one are still two: parsers downstream would not agree on which counts.
    if (seen.has(name)) repeated.add(name)
    else if (value !== '') form.set(name, value)
    seen.add(name)
  }
  for (const name of repeated) form.delete(name)
  return { ok: true, form, repeated: [...repeated] }
}

function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '))
    return LONE_SURROGATE.test(decoded) ? undefined : decoded
  } catch {
    return undefined
  }
}
