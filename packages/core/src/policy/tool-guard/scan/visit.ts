/** A string of a definition and where it stands. */
export interface VisitedString {
  readonly path: string
  readonly text: string
  /** True for the key of an object, false for a value. */
  readonly isKey: boolean
  /** The last key above the value, array indexes skipped: `description`, `enum`, `default`. */
  readonly field: string
}

/** RFC 6901 §3: `~` and `/` inside a key are escaped. */
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

/**
 * Every string of a JSON value, keys included, wherever it sits (F-54). Iterative, so that depth costs no stack.
 *
 * @param value anything that came out of `JSON.parse`
 */
export function* strings(value: unknown): Generator<VisitedString> {
  const pending: { value: unknown; path: string; field: string }[] = [{ value, path: '', field: '' }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, field } = next
    if (typeof next.value === 'string') yield { path, text: next.value, isKey: false, field }
    else if (Array.isArray(next.value)) {
      const items: readonly unknown[] = next.value
      for (let index = items.length - 1; index >= 0; index--) {
        pending.push({ value: items[index], path: `${path}/${index}`, field })
      }
    } else if (typeof next.value === 'object' && next.value !== null) {
      const entries = Object.entries(next.value)
      for (const [key] of entries) yield { path: `${path}/${escaped(key)}`, text: key, isKey: true, field }
      for (const [key, inner] of entries.reverse()) {
        pending.push({ value: inner, path: `${path}/${escaped(key)}`, field: key })
      }
    }
  }
}
