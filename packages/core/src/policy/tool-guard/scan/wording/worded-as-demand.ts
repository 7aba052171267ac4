import { GATE, LIMIT, SHARE } from './model.js'
import { networkScore } from './network.js'
import { phraseScore } from './phrases.js'
import { tokensOf } from './tokens.js'

/** Shorter sentences are labels: there is too little in them to judge. */
const FEWEST = 4

/** Sentences that the network judges in one scan, each in less than a millisecond: a long text cannot keep it busy. */
const JUDGED = 2048

/** What phrases have to exceed where they decide alone. */
const ALONE = -1

/** True for a sentence that is worded as demands on a model are, rather than as published tools describe themselves. */
export type IsDemand = (words: string) => boolean

/** Judges the sentences of one scan. */
export function demandJudge(): IsDemand {
  let left = JUDGED
  return (words) => {
    const tokens = tokensOf(words)
    if (tokens.length < FEWEST) return false
    const phrases = phraseScore(tokens)
    // Nearly every sentence stops here: the network costs more than all the rest.
    if (phrases <= GATE) return false
    if (left === 0) return phrases > ALONE
    left--
    return (1 - SHARE) * phrases + SHARE * networkScore(tokens) > LIMIT
  }
}

/** Set on published definitions that a rule took for poison: most of their sentences stay below. */
const DOCUMENTATION = -3

/** True for a sentence that is worded as published tools describe themselves. */
export function wordedAsDocumentation(words: string): boolean {
  const tokens = tokensOf(words)
  return tokens.length >= FEWEST && phraseScore(tokens) < DOCUMENTATION
}
