import type { Runtime } from '../../foundation/index.js'

/** The private use area of the basic plane: no text means anything by it. */
const FIRST = 0xe000
const SIZE = 6400

/** Letters of scripts that are written without spaces: there the mark stands between letters. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const SPACE = /\s/u

/** As often as a word of other languages would end. */
const EVERY = 4

/** A mark for one call, drawn by chance. */
export function newMark(runtime: Pick<Runtime, 'randomBytes'>): string {
  const [high = 0, low = 0, lowest = 0] = runtime.randomBytes(3)
  return String.fromCharCode(FIRST + (((high << 16) | (low << 8) | lowest) % SIZE))
}

/** Stands before a letter that says which of the two characters the content had: the mark, or this one. */
const escapeOf = (mark: string): string => String.fromCharCode(FIRST + ((mark.charCodeAt(0) - FIRST + 1) % SIZE))

/**
 * Puts the mark in the place of every space, before every other white space, and between letters of scripts that have no
 * spaces. The mark stands nowhere else: where the content has it, two other characters stand for it.
 */
export function datamark(text: string, mark: string): string {
  const escape = escapeOf(mark)
  const marked: string[] = []
  let previous = false
  let run = 0
  const chars = Array.from(text)
  const unspaced = chars.map((char) => UNSPACED.test(char))
  for (const [i, char] of chars.entries()) {
    const here = unspaced[i] === true
    if (SPACE.test(char)) {
      const between = previous && unspaced[i + 1] === true
      marked.push(mark, char !== ' ' || between ? char : '')
      run = 0
    } else {
      run = here && previous ? run + 1 : 0
      if (run === EVERY) {
        marked.push(mark)
        run = 0
      }
      marked.push(char === mark ? `${escape}m` : char === escape ? `${escape}e` : char)
    }
    previous = here
  }
  return marked.join('')
}

/** Undoes {@link datamark}. */
export function undoDatamark(text: string, mark: string): string {
  const escape = escapeOf(mark)
  const chars = Array.from(text)
  const plain: string[] = []
  let previous = false
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? ''
    const next = chars[i + 1] ?? ''
    if (char === mark) {
      if (SPACE.test(next)) i++
      const space = SPACE.test(next) ? next : previous && UNSPACED.test(next) ? '' : ' '
      plain.push(space)
      if (space !== '') previous = false
    } else {
      if (char === escape) i++
      plain.push(char === escape ? (next === 'm' ? mark : escape) : char)
      previous = UNSPACED.test(char)
    }
  }
  return plain.join('')
}
