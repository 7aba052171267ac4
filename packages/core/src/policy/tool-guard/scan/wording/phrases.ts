import { hashOf } from './hash.js'
import { PHRASES, SCALE } from './model.js'

/** The upper 24 bits, well mixed, name a phrase. */
function named(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return (mixed ^ (mixed >>> 16)) >>> 8
}

const NEXT = 0x9e3779b1
const SKIP = 0x85ebca6b
const BEGIN = hashOf('^')
const END = hashOf('$')

/** Names of the words of a sentence, of each two and three in a row, and of each two with one between them. */
function phrasesOf(tokens: readonly string[]): Set<number> {
  const hashes = [BEGIN, ...tokens.map(hashOf), END]
  const found = new Set<number>()
  hashes.forEach((first, at) => {
    found.add(named(first))
    const second = hashes[at + 1]
    if (second === undefined) return
    const two = Math.imul(first, NEXT) + second
    found.add(named(two))
    const third = hashes[at + 2]
    if (third === undefined) return
    found.add(named(Math.imul(two, NEXT) + third))
    found.add(named(Math.imul(first, SKIP) + third))
  })
  return found
}

let weights: Map<number, number> | undefined

/** Names in ascending order, as the distance to the one before in groups of seven bits; after each its weight. */
function parsed(): Map<number, number> {
  const found = new Map<number, number>()
  const bytes = atob(PHRASES)
  let name = 0
  let distance = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes.charCodeAt(at)
    distance = distance * 128 + (byte & 127)
    if (byte < 128) continue
    name += distance
    distance = 0
    at++
    found.set(name, ((bytes.charCodeAt(at) << 24) >> 24) * SCALE)
  }
  return found
}

/** How much the phrases of a sentence are those of demands: a logistic regression without its constant. */
export function phraseScore(tokens: readonly string[]): number {
  weights ??= parsed()
  const phrases = phrasesOf(tokens)
  let sum = 0
  for (const phrase of phrases) sum += weights.get(phrase) ?? 0
  return sum / Math.sqrt(phrases.size)
}
