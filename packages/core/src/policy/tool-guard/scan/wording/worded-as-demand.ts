import type { Sentence } from '../plain.js'
import { DOCUMENTATION, LIMIT } from './model.js'
import { phraseScore } from './phrases.js'
import { tokensOf } from './tokens.js'

/** Shorter sentences are labels: there is too little in them to judge. */
const FEWEST = 4

/** Several rules ask about the same sentence. */
const scores = new WeakMap<Sentence, number>()

/** NaN for a label, which is neither above nor below anything. */
function scoreOf(sentence: Sentence): number {
  let score = scores.get(sentence)
  if (score === undefined) {
    const tokens = tokensOf(sentence.words)
    score = tokens.length < FEWEST ? NaN : phraseScore(tokens)
    scores.set(sentence, score)
  }
  return score
}

/** True for a sentence that is worded as demands on a model are, rather than as published tools describe themselves. */
export const wordedAsDemand = (sentence: Sentence): boolean => scoreOf(sentence) > LIMIT

/** True for a sentence that is worded as published tools describe themselves. */
export const wordedAsDocumentation = (sentence: Sentence): boolean => scoreOf(sentence) < DOCUMENTATION
