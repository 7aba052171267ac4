import { LIMIT, WEIGHTS } from './weights.js'
import { wordingFeatures } from './wording-features.js'

let weights: Map<string, number> | undefined

function parsed(): Map<string, number> {
  const found = new Map<string, number>()
  for (const group of WEIGHTS.trim().split('\n')) {
    const [weight, ...features] = group.split(' ')
    for (const feature of features) found.set(feature, Number(weight))
  }
  return found
}

/** True for a sentence that is worded as demands on a model are, rather than as published tools describe themselves. */
export function wordedAsDemand(words: string): boolean {
  weights ??= parsed()
  const features = wordingFeatures(words)
  let sum = 0
  for (const feature of features) sum += weights.get(feature) ?? 0
  return sum / Math.sqrt(features.length + 1) > LIMIT
}
