import { RE2JS } from 're2js'
import { InputError } from '@sallyport/core/errors'
import { assertKnown, count, wrongOption } from '../options.js'
import { BUILT_IN, type SecretRule } from './rules.js'

export interface RedactorOptions {
  /** Kinds of the built-in rules that stay in the text. Default: none. */
  readonly keep?: readonly string[]
  /** More rules, for example those of gitleaks. */
  readonly rules?: readonly SecretRule[]
  /** Values that must never get out, such as those of your own configuration; each of at least eight characters. */
  readonly values?: readonly string[]
  /** Longest text, in characters; a longer one is refused, not let through. Default 4 194 304. */
  readonly maxLength?: number
}

export interface Redacted<Value> {
  readonly value: Value
  /** How many secrets of each kind were taken out. */
  readonly counts: Readonly<Record<string, number>>
}

export interface Redactor {
  /**
   * @param found secrets that something else has found in this text, such as a scanner of your choice; as they stand there
   * @throws {InputError} for a text that is too long
   */
  text(text: string, found?: readonly string[]): Redacted<string>
  /** Goes through every text of JSON, names of members included; a tool result, for example. `found` as with `text`. */
  json<Value>(value: Value, found?: readonly string[]): Redacted<Value>
}

/** One call: what is to go besides, and what has gone. */
interface Pass {
  readonly texts: readonly (readonly [kind: 'value' | 'found', text: string])[]
  readonly counts: Map<string, number>
}

interface Compiled extends SecretRule {
  readonly pattern: RE2JS
}

const OWNER = 'redactor'
const MAX_DEPTH = 100

/** @throws {ConfigError} */
function compile(rule: SecretRule): Compiled {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(rule.id)) {
    throw wrongOption(OWNER, 'rules', 'has an id that is no word.', 'Use letters, digits and "-".')
  }
  try {
    const pattern = RE2JS.compile(rule.regex)
    if (pattern.matches('')) throw new TypeError('It matches nothing.')
    return { ...rule, pattern }
  } catch {
    throw wrongOption(OWNER, `rules: ${rule.id}`, 'is no pattern of RE2.', 'Write one that matches something.')
  }
}

/** Where the secret stands in a match: in the first group that took part, or everywhere. */
function placeOf(matcher: ReturnType<RE2JS['matcher']>): readonly [number, number] {
  for (let group = 1; group <= matcher.groupCount(); group++) {
    if (matcher.start(group) >= 0) return [matcher.start(group), matcher.end(group)]
  }
  return [matcher.start(), matcher.end()]
}

function applyRule(text: string, rule: Compiled, add: (kind: string) => void): string {
  const matcher = rule.pattern.matcher(text)
  let result = ''
  let from = 0
  for (let at = 0; at <= text.length && matcher.find(at);) {
    const [start, end] = placeOf(matcher)
    if (end > start) {
      result += `${text.slice(from, start)}[redacted:${rule.id}]`
      from = end
      add(rule.id)
    }
    // The end of the secret, not of the match: what delimits it may delimit the next one.
    at = Math.max(end, at + 1)
  }
  return from === 0 ? text : result + text.slice(from)
}

/**
 * Creates what takes secrets out of texts and tool results. Each becomes `[redacted:<kind>]`. Patterns run on RE2, in
 * linear time. Whole texts only: a secret that is cut over two messages is found in neither, so redact before you cut.
 *
 * It finds what has a form of its own. A password in a sentence has none: pass your own in `values`.
 *
 * @throws {ConfigError} for wrong options and rules
 * @see F-64
 * @example
 * ```ts
 * import { redactor } from '@sallyport/guards/redaction'
 *
 * const redact = redactor()
 * const { value, counts } = redact.text('postgres://app:hunter2@db/notes')
 * console.log(value, counts) // postgres://app:[redacted:url-password]@db/notes { 'url-password': 1 }
 * ```
 */
export function redactor(options: RedactorOptions = {}): Redactor {
  assertKnown(OWNER, options, ['keep', 'rules', 'values', 'maxLength'])
  const maxLength = count(OWNER, 'maxLength', options.maxLength ?? 4_194_304)
  const keep = options.keep ?? []
  const stranger = keep.find((id) => !BUILT_IN.some((rule) => rule.id === id))
  if (stranger !== undefined) throw wrongOption(OWNER, 'keep', `knows no kind "${stranger}".`, 'Check its spelling.')
  const values = [...(options.values ?? [])]
  if (values.some((value) => typeof (value as unknown) !== 'string' || value.length < 8)) {
    throw wrongOption(OWNER, 'values', 'has a text of fewer than eight characters.', 'Leave short ones out.')
  }
  const rules = [...BUILT_IN.filter(({ id }) => !keep.includes(id)), ...(options.rules ?? [])].map(compile)

  const apply = (text: string, { texts, counts }: Pass): string => {
    if (text.length > maxLength) throw new InputError('The text is too long.', { reason: 'redaction_too_long' })
    const add = (kind: string) => counts.set(kind, (counts.get(kind) ?? 0) + 1)
    let result = text
    for (const [kind, secret] of texts) {
      const parts = result.split(secret)
      for (let times = 1; times < parts.length; times++) add(kind)
      result = parts.join(`[redacted:${kind}]`)
    }
    const lower = result.toLowerCase()
    for (const rule of rules) {
      if (rule.keywords === undefined || rule.keywords.some((word) => lower.includes(word))) {
        result = applyRule(result, rule, add)
      }
    }
    return result
  }

  /** Some secrets are known by the name before them: `authorization`, `SecretAccessKey`. */
  const applyNamed = (name: string, value: string, pass: Pass): string => {
    const clean = apply(value, pass)
    const named: Pass = { texts: [], counts: new Map() }
    const before = `${name.slice(-100)}: `
    const whole = apply(before + clean, named)
    if (!whole.startsWith(before) || named.counts.size === 0) return clean
    for (const [kind, times] of named.counts) pass.counts.set(kind, (pass.counts.get(kind) ?? 0) + times)
    return whole.slice(before.length)
  }

  const visit = (value: unknown, pass: Pass, depth: number): unknown => {
    if (depth > MAX_DEPTH) throw new InputError('The result is too deep.', { reason: 'redaction_too_deep' })
    if (typeof value === 'string') return apply(value, pass)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((one) => visit(one, pass, depth + 1))
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        apply(name, pass),
        typeof one === 'string' ? applyNamed(name, one, pass) : visit(one, pass, depth + 1),
      ]),
    )
  }

  const start = (found: readonly string[]): Pass => ({
    texts: [
      ...values.map((value) => ['value', value] as const),
      ...found.filter((text) => text !== '').map((text) => ['found', text] as const),
    ].sort(([, a], [, b]) => b.length - a.length),
    counts: new Map(),
  })
  const finish = <Value>(value: Value, { counts }: Pass) => ({ value, counts: Object.fromEntries(counts) })
  return {
    text(text, found = []) {
      const pass = start(found)
      return finish(apply(text, pass), pass)
    },
    json<Value>(value: Value, found: readonly string[] = []) {
      const pass = start(found)
      return finish(visit(value, pass, 0) as Value, pass)
    },
  }
}
