import { utf8 } from '../../foundation/index.js'

/** Half a surrogate pair, by itself. With the `u` flag a pair is one character and not matched. */
const LONE = /(\p{Cs})/u

const CHUNK = 8192

/** UTF-8, with the three bytes of WTF-8 for lone surrogates, which UTF-8 has no form for. */
function wtf8(text: string): Uint8Array {
  if (!LONE.test(text)) return utf8(text)
  const bytes = new Uint8Array(3 * text.length)
  let length = 0
  for (const part of text.split(LONE)) {
    const encoded = LONE.test(part) ? surrogateBytes(part) : utf8(part)
    bytes.set(encoded, length)
    length += encoded.length
  }
  return bytes.subarray(0, length)
}

/** Base64 (RFC 4648 §4) of UTF-8; any string has one, also with lone surrogates. */
export function toBase64(text: string): string {
  const bytes = wtf8(text)
  const binary: string[] = []
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)))
  }
  return btoa(binary.join(''))
}

function surrogateBytes(unit: string): Uint8Array {
  const code = unit.charCodeAt(0)
  return Uint8Array.of(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f))
}

/** Undoes {@link toBase64}. @throws when it is not what {@link toBase64} writes */
export function fromBase64(base64: string): string {
  const binary = atob(base64)
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const parts: string[] = []
  let from = 0
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const [second = 0, third = 0] = bytes.subarray(at + 1, at + 3)
    if (second < 0xa0) continue
    parts.push(decoder.decode(bytes.subarray(from, at)))
    parts.push(String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f)))
    from = at + 3
  }
  parts.push(decoder.decode(bytes.subarray(from)))
  return parts.join('')
}
