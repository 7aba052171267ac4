const LONE_SURROGATE = /[\ud800-\udfff]/u

/** Deeper input is refused rather than left to the stack; it also ends cycles. */
const MAX_DEPTH = 256

/**
 * The one JSON text of a value, RFC 8785: what is hashed or signed. Members are sorted by UTF-16 code units, numbers
 * and strings are written as ECMAScript does. An own member named `__proto__` is data like any other.
 *
 * @throws {TypeError} on anything JSON cannot say exactly: `undefined`, functions, symbols, bigints, `NaN`, infinities,
 *   lone surrogates, holes in arrays, objects that are not plain, nesting deeper than 256
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new TypeError('nested too deeply for canonical JSON')
  switch (typeof value) {
    case 'string':
      return writeString(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('not a JSON number')
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth)
    default:
      throw new TypeError(`not a JSON value: ${typeof value}`)
  }
}

function writeString(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new TypeError('a string holds half a surrogate pair')
  return JSON.stringify(text)
}

function writeArray(items: readonly unknown[], depth: number): string {
  // `Array.from` turns holes into `undefined`, which is then refused; `map` would skip them.
  return `[${Array.from(items, (item) => write(item, depth + 1)).join(',')}]`
}

function writeObject(object: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== null && prototype !== Object.prototype) throw new TypeError('not a plain object')
  // Entries instead of look-ups: `object['__proto__']` would read the prototype of an object without that member.
  const members = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${writeString(name)}:${write(member, depth + 1)}`).join(',')}}`
}
