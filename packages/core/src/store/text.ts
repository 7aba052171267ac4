/**
 * What databases cannot hold in a text: NUL ends it or is refused, and UTF-8 has no half of a surrogate pair. Both are
 * written as U+001A and four hexadecimal digits, and so is U+001A itself, so that different texts stay different.
 */
const UNSTORABLE = /[\0\u001a\p{Cs}]/u
const UNSTORABLE_ALL = new RegExp(UNSTORABLE, 'gu')

/**
 * A text in a form that any database holds, for stores: keys and values are any string.
 *
 * @example
 * ```ts
 * import { fromStored, toStored } from '@sallyport/core/store'
 *
 * console.log(fromStored(toStored('a\0b')) === 'a\0b') // true
 * ```
 */
export function toStored(text: string): string {
  if (!UNSTORABLE.test(text)) return text
  return text.replaceAll(UNSTORABLE_ALL, (char) => `\u001a${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The text that {@link toStored} was given. */
export function fromStored(text: string): string {
  if (!text.includes('\u001a')) return text
  return text.replaceAll(/\u001a([0-9a-f]{4})/g, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}
