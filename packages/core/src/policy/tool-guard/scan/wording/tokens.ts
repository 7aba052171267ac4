/** Sentences are at most 320 characters long, texts without spaces more tokens than others. */
const MOST = 96

/** Scripts that put no spaces between words: each character is a token. */
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]/

const NUMBER = /^[0-9]+$/

/** What a sentence is read as: its words; numbers are all alike. */
export function tokensOf(words: string): string[] {
  const found: string[] = []
  for (const word of words.split(' ')) {
    if (word === '') continue
    if (NUMBER.test(word)) found.push('0')
    else if (UNSPACED.test(word)) found.push(...Array.from(word))
    else found.push(word)
  }
  return found.slice(0, MOST)
}
