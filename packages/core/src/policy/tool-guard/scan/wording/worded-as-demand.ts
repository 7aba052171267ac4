import { DOCUMENTATION, LIMIT } from './model.js'
import { phraseScore } from './phrases.js'
import { tokensOf } from './tokens.js'

/** Shorter sentences are labels: there is too little in them to judge. */
const FEWEST = 4

/** True for a sentence that is worded as demands on a model are, rather than as published tools describe themselves. */
export function wordedAsDemand(words: string): boolean {
  const tokens = tokensOf(words)
  return tokens.length >= FEWEST && phraseScore(tokens) > LIMIT
}

/** True for a sentence that is worded as published tools describe themselves. */
export function wordedAsDocumentation(words: string): boolean {
  const tokens = tokensOf(words)
  return tokens.length >= FEWEST && phraseScore(tokens) < DOCUMENTATION
}
