import { utf8 } from '../../foundation/index.js'

/** Least that a note fits into. */
export const MIN_BYTES = 64

const note = (shown: number, total: number): string => `\n[truncated: ${String(shown)} of ${String(total)} bytes shown]`

/** Beginning of a text in at most so many bytes of UTF-8; never half a character, nor a joiner that joins nothing. */
function beginning(bytes: Uint8Array, maxBytes: number): Uint8Array {
  let end = maxBytes
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.subarray(0, end)
}

/**
 * Cuts a text to at most so many bytes of UTF-8, between characters, with a note at its end that says what is missing
 * (F-63, TL-05).
 *
 * @param maxBytes at least 64, for the note
 * @example
 * ```ts
 * import { truncateText } from '@sallyport/core/output'
 *
 * console.log(truncateText('x'.repeat(1_000), 100)) // xxx…, and: [truncated: 57 of 1000 bytes shown]
 * ```
 */
export function truncateText(text: string, maxBytes: number): string {
  // Every unit takes one to three bytes.
  if (text.length * 3 <= maxBytes) return text
  const bytes = utf8(text)
  if (bytes.length <= maxBytes) return text
  const room = maxBytes - utf8(note(bytes.length, bytes.length)).length
  const kept = new TextDecoder('utf-8', { ignoreBOM: true })
    .decode(beginning(bytes, room))
    .replace(/(?:\u200c|\u200d|[\u{1f3f4}\u{e0020}-\u{e007f}]){1,8}$/u, '')
  return `${kept}${note(utf8(kept).length, bytes.length)}`
}
