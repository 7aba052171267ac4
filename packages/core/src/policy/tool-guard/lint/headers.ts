import { own, type JsonObject, type Subschema } from './subschemas.js'
import type { Objection } from './types.js'

const KEYWORD = 'x-mcp-header'

/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

const TYPES = new Set<unknown>(['string', 'integer', 'boolean'])

/** Names of what must not be seen by proxies and logs (TL-18). */
const SECRET =
  /pass(?:word|wd|phrase|code)|secret|token|api[-_]?key|credential|private[-_]?key|(?:^|[-_])(?:pin|otp|ssn|iban|auth|cvv|dob)(?:$|[-_])|e[-_]?mail|phone|social[-_]?security|birth|passport|card[-_]?number|address/i

/** `x-mcp-header` by SEP-2243: place, name, type, and what is copied into it (TL-17, TL-18). */
export function checkHeaders(all: readonly Subschema[]): Objection[] {
  const seen = new Set<string>()
  return all.flatMap(({ schema, path, plain }): Objection[] => {
    if (!Object.hasOwn(schema, KEYWORD)) return []
    const value = schema[KEYWORD]
    const at = [...path, KEYWORD]
    const name = typeof value === 'string' ? value : ''
    const found: Objection[] = []
    const object = (rule: string, text = name) => void found.push({ rule, path: at, text })
    if (!plain || path.length === 0) object('header-place')
    if (!TOKEN.test(name)) object('header-name')
    if (!TYPES.has(own(schema, 'type'))) object('header-type', JSON.stringify(own(schema, 'type') ?? null))
    if (!hasSafeIntegers(schema)) object('header-integer')
    if (name !== '' && seen.has(name.toLowerCase())) object('header-twice')
    seen.add(name.toLowerCase())
    const property = path.at(-1) ?? ''
    if (SECRET.test(spaced(name)) || SECRET.test(spaced(property))) object('header-secret', property)
    return found
  })
}

/** `authToken` and `auth_token` are the same word. */
const spaced = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')

function hasSafeIntegers(schema: JsonObject): boolean {
  const values = [own(schema, 'enum'), own(schema, 'const'), own(schema, 'default')].flat()
  const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].map((keyword) => own(schema, keyword))
  return [...values, ...bounds].every(
    (value) => typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER,
  )
}
