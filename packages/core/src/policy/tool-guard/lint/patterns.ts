import {
  firstsOf,
  isEmptyable,
  literal,
  overlap,
  readPattern,
  type Alternatives,
  type Piece,
} from './pattern-reader.js'

/** What is wrong with a regular expression of a schema. */
export type PatternProblem = 'pattern-invalid' | 'pattern-slow' | 'pattern-quadratic'

/** Longer ones are not read; nobody can review them either. */
const MAX_LENGTH = 1_000

/** Repetitions beside each other that still count as a square. */
const MAX_RIVALS = 3

/**
 * Judges a `pattern` as ECMA-262 with the `u` flag, and looks for repetitions that can be matched in many ways: inside each
 * other, over alternatives that begin alike (`pattern-slow`: exponential), or one after the other over the same characters
 * (`pattern-quadratic`). It judges by what it can read, and errs on the side of caution (TL-16).
 *
 * @returns `undefined` when nothing is wrong
 * @example
 * ```ts
 * import { patternProblem } from '@sallyport/core/tool-guard'
 *
 * console.log(patternProblem('^(a+)+$'), patternProblem('^[a-z]+$')) // pattern-slow undefined
 * ```
 */
export function patternProblem(pattern: string): PatternProblem | undefined {
  if (pattern.length > MAX_LENGTH) return 'pattern-slow'
  try {
    new RegExp(pattern, 'u')
  } catch {
    return 'pattern-invalid'
  }
  // What a back reference matches is decided while matching.
  if (/\\[1-9]|\\k</.test(pattern)) return 'pattern-slow'
  const found = { slow: false, quadratic: false }
  readPattern(pattern, (alternatives, repeated) => {
    const rivals = alternatives.filter(hasRivals)
    found.quadratic ||= rivals.length > 0
    found.slow ||= (repeated && isAmbiguous(alternatives)) || rivals.some(hasManyLoops)
  })
  return found.slow ? 'pattern-slow' : found.quadratic ? 'pattern-quadratic' : undefined
}

/** Repeated, it may match the same text in several ways. */
function isAmbiguous(alternatives: Alternatives): boolean {
  if (alternatives.some(isEmptyable)) return true
  const firsts = alternatives.map(firstsOf)
  const alike = firsts.some((some, i) => firsts.slice(i + 1).some((others) => overlap(some, others)))
  if (alike && !areWordsOfOneLength(alternatives)) return true
  return alternatives.some((pieces) => !isDelimited(pieces, alternatives) && mayEndElsewhere(pieces, firsts.flat()))
}

/** `foo|far`: alike at the beginning, but not to be confused. */
function areWordsOfOneLength(alternatives: Alternatives): boolean {
  const words = alternatives.map((pieces) =>
    pieces.map(({ firsts: [first], tokens, loops, optional }) =>
      tokens.length === 1 && loops.length === 0 && !optional ? literal(first) : undefined,
    ),
  )
  if (words.some((word) => word.includes(undefined) || word.length !== words[0]?.length)) return false
  return new Set(words.map((word) => word.join(''))).size === words.length
}

/** Every turn has one character that nothing else in it can match. */
function isDelimited(pieces: readonly Piece[], alternatives: Alternatives): boolean {
  const all = alternatives.flat()
  return pieces.some((piece) => {
    if (piece.optional || piece.loops.length > 0 || piece.tokens.length !== 1) return false
    return all.every((other) => other === piece || !overlap(piece.tokens, other.tokens))
  })
}

/** A repetition in it may give characters to what follows, the next turn included. */
function mayEndElsewhere(pieces: readonly Piece[], next: Piece['firsts']): boolean {
  return pieces.some(({ loops }, i) => {
    for (const { firsts, optional } of pieces.slice(i + 1)) {
      if (overlap(loops, firsts)) return true
      if (!optional) return false
    }
    return overlap(loops, next)
  })
}

/** So many may share a text in so many ways that the time is no square any more. */
const hasManyLoops = (pieces: readonly Piece[]): boolean => pieces.flatMap(({ loops }) => loops).length > MAX_RIVALS

/** Two repetitions with nothing firm between them that compete for the same characters. */
function hasRivals(pieces: readonly Piece[]): boolean {
  return pieces.some(({ loops }, i) => {
    for (const next of pieces.slice(i + 1)) {
      if (next.loops.length > 0 && overlap(loops, next.firsts)) return true
      if (!next.optional) return false
    }
    return false
  })
}
