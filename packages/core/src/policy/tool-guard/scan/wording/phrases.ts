import { hashOf } from './hash.js'
import { PHRASES, SCALE } from './model.js'

const NEXT = 0x9e3779b1
const SKIP = 0x85ebca6b
const NEAR = 0x165667b1
const BEGIN = hashOf('^')
const END = hashOf('$')

/** How many letters of a longer word are looked up as well: its forms share them. */
const BEGINNING = 5

/** How far two words may be from each other to be read together, whichever comes first. */
const FARTHEST = 15

/** The upper 24 bits, well mixed, name a phrase. No phrase is named 0. */
function named(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return (mixed ^ (mixed >>> 16)) >>> 8 || 1
}

/** Where a name stands among names, or may be put. There are a power of two of slots, half of them empty; a map is slower. */
function slotOf(name: number, names: Int32Array): number {
  const last = names.length - 1
  let slot = name & last
  while (names[slot] !== 0 && names[slot] !== name) slot = (slot + 1) & last
  return slot
}

interface Weights {
  readonly names: Int32Array
  readonly values: Int8Array
}

let weights: Weights | undefined

/** Names in ascending order, as the distance to the one before in groups of seven bits; after each its weight. */
function parsed(): Weights {
  const bytes = atob(PHRASES)
  // A phrase takes two bytes or more.
  const slots = 2 ** Math.ceil(Math.log2(bytes.length))
  const names = new Int32Array(slots)
  const values = new Int8Array(slots)
  let name = 0
  let distance = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes.charCodeAt(at)
    distance = distance * 128 + (byte & 127)
    if (byte < 128) continue
    name += distance
    distance = 0
    at++
    const slot = slotOf(name, names)
    names[slot] = name
    values[slot] = bytes.charCodeAt(at)
  }
  return { names, values }
}

/** Has room for the phrases of 96 tokens, as many as are read of a sentence, twice. */
const met = new Int32Array(1 << 12)

/** How much the phrases of a sentence are those of demands: a logistic regression without its constant. */
export function phraseScore(tokens: readonly string[]): number {
  const { names, values } = (weights ??= parsed())
  met.fill(0)
  let count = 0
  let known = 0
  let sum = 0
  const add = (hash: number): void => {
    const name = named(hash)
    const slot = slotOf(name, met)
    if (met[slot] === name) return
    met[slot] = name
    count++
    const weight = values[slotOf(name, names)] as number
    if (weight === 0) return
    known++
    sum += weight
  }

  for (const token of tokens) {
    if (token.length > BEGINNING) add(hashOf(`<${token.slice(0, BEGINNING)}`))
  }
  const words = tokens.map(hashOf)
  const bounded = [BEGIN, ...words, END]
  bounded.forEach((first, at) => {
    add(first)
    const second = bounded[at + 1]
    if (second === undefined) return
    const two = Math.imul(first, NEXT) + second
    add(two)
    const third = bounded[at + 2]
    if (third === undefined) return
    add(Math.imul(two, NEXT) + third)
    add(Math.imul(first, SKIP) + third)
  })
  words.forEach((one, at) => {
    for (let next = at + 1; next <= at + FARTHEST && next < words.length; next++) {
      const other = words[next] as number
      add(Math.imul(Math.min(one, other), NEAR) + Math.max(one, other))
    }
  })
  // Long sentences weigh no more than short ones, and those with many words that nobody has met hardly less.
  return known === 0 ? 0 : (sum * SCALE) / Math.sqrt(Math.sqrt(count * known))
}
