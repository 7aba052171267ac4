import { words } from '../plain.js'

/** Letters of languages that are written without spaces. */
export const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** Up to four words between the parts of a term. Bounded, so that matching stays linear. */
const GAP = '(?: [^ ]+){0,4}'

/** The same where words are not set apart. */
const UNSPACED_GAP = '[^]{0,12}?'

/** A part of a term: words, alternatives in braces, or a gap. */
const PART = /\{([^}]*)\}|…|[^{…]+/g

/** One word in a pattern; `*` at its end lets it go on. */
function wordPattern(word: string): string {
  const reduced = words(word).trim()
  return reduced === '' ? '' : ` ${reduced}${word.endsWith('*') ? '[^ ]*' : ''}`
}

const phrasePattern = (phrase: string): string => phrase.trim().split(/\s+/).map(wordPattern).join('')

const unspacedPattern = (phrase: string): string => words(phrase).trim()

function pattern(term: string): string {
  const [gap, piece, end] = UNSPACED.test(term) ? [UNSPACED_GAP, unspacedPattern, ''] : [GAP, phrasePattern, '(?= )']
  let source = ''
  for (const [part, alternatives] of term.matchAll(PART)) {
    if (part === '…') source += gap
    else if (alternatives === undefined) source += piece(part)
    else source += `(?:${alternatives.split('|').map(piece).join('|')})`
  }
  return `${source}${end}`
}

/** A word that a term may begin with, and whether more letters may follow it. */
export interface Beginning {
  readonly word: string
  readonly open: boolean
}

/** The words that a spaced term may begin with. */
export function beginnings(term: string): Beginning[] {
  const found: Beginning[] = []
  for (const [part, alternatives] of term.matchAll(PART)) {
    const phrases = (alternatives ?? part).split('|')
    for (const phrase of phrases) {
      const [first = ''] = phrase.trim().split(/\s+/)
      const word = words(first).trim().split(' ')[0] ?? ''
      if (word !== '') found.push({ word, open: first.endsWith('*') })
    }
    if (phrases.every((phrase) => phrase.trim() !== '')) break
  }
  return found
}

/** Terms of a concept, as they are written in the lexicon. */
export function termsOf(list: string): string[] {
  return list.split(',').map((term) => term.trim())
}

/** True for a single word, with or without more letters: it matches wherever it stands. */
export function isOneWord(term: string): boolean {
  return !UNSPACED.test(term) && !/[{…]/.test(term) && !words(term).trim().includes(' ')
}

/**
 * Turns a term of the lexicon into an expression over {@link words}. A term is one or more words: `*` at the end of a
 * word lets it go on, `{a|b}` is one of its alternatives, which may be empty, `…` lets up to four words stand between.
 */
export function compileTerm(term: string): RegExp {
  return new RegExp(pattern(term), 'u')
}
