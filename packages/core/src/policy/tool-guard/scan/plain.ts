import { unmasked } from './confusables.js'

/** Characters that a reader does not see; removed before words are looked for, so that they cannot split one. */
const UNSEEN = /[\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}]/gu

/** Longer sentences are read in overlapping pieces: what belongs together stands together. */
const PIECE = 320
const OVERLAP = 120

/** End of a sentence. A stop inside a path or an address is none, nor a line that goes on with a small letter. */
const SENTENCE_END = /[.!?;](?=\s)|[。！？；]|\r|\n(?! ?\p{Ll})|<!--|-->|[<>]/u

/**
 * Reduces a text to what words are looked for in: lower case, compatibility forms and accents folded, every other
 * character a space, a space at both ends.
 */
export function words(text: string): string {
  const reduced = folded(text)
    .toLowerCase()
    .replaceAll(/n['’]t\b/g, 'nt')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
  return ` ${reduced.trim()} `
}

const ASCII = /^[\0-\x7f]*$/

function folded(text: string): string {
  // Most texts are, and nothing would change.
  if (ASCII.test(text)) return text
  return unmasked(text.replaceAll(UNSEEN, '').normalize('NFKC'))
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .normalize('NFC')
}

/** A piece of a text as it is written, and its words. */
export interface Sentence {
  readonly text: string
  readonly words: string
}

/** The sentences of a text, long ones in pieces. */
export function sentences(text: string): Sentence[] {
  const found: Sentence[] = []
  for (const part of text.split(SENTENCE_END)) {
    for (let start = 0; start < part.length; start += PIECE - OVERLAP) {
      const piece = part.slice(start, start + PIECE)
      const reduced = words(piece)
      if (reduced.length > 3) found.push({ text: piece.trim(), words: reduced })
      if (start + PIECE >= part.length) break
    }
  }
  return found
}

/** `conversationHistory`, `conversation_history` and `conversation-history` as words. */
export function nameWords(name: string): string {
  return words(name.slice(0, 256).replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2'))
}
