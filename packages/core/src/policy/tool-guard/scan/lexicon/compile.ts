import { words } from '../plain.js'

/** Letters of languages that are written without spaces. */
export const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** Up to three words between the parts of a term. Bounded, so that matching stays linear. */
const GAP = '(?:[^ ]+ ){0,3}'

function pattern(term: string): string {
  if (UNSPACED.test(term)) return words(term).trim()
  const open = term.endsWith('*')
  const parts = (open ? term.slice(0, -1) : term).split('…').map((part) => words(part).trim())
  return ` ${parts.join(` ${GAP}`)}${open ? '' : '(?= )'}`
}

/** The word a spaced term begins with, and whether more letters may follow it. */
export function beginning(term: string): { readonly word: string; readonly open: boolean } {
  const [word = '', ...rest] = words(term).trim().split(' ')
  return { word, open: rest.length === 0 && term.endsWith('*') }
}

/**
 * Turns the terms of a concept into one expression over {@link words}: a term is one or more words, `*` at its end
 * lets the word go on, `…` lets up to three words stand between.
 */
export function compileTerms(terms: readonly string[]): RegExp {
  return new RegExp(terms.map(pattern).join('|'), 'u')
}
