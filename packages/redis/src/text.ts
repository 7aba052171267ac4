/**
 * Clients write UTF-8, which has no half of a surrogate pair, and our names end at NUL. Both are written as U+001A and
 * four hexadecimal digits, and so is U+001A itself, so that different texts stay different.
 */
const UNSTORABLE = /[\0\u001a\p{Cs}]/u
const UNSTORABLE_ALL = new RegExp(UNSTORABLE, 'gu')

export function toStored(text: string): string {
  if (!UNSTORABLE.test(text)) return text
  return text.replaceAll(UNSTORABLE_ALL, (char) => `\u001a${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function fromStored(text: string): string {
  if (!text.includes('\u001a')) return text
  return text.replaceAll(/\u001a([0-9a-f]{4})/g, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}
