import { hashOf } from './hash.js'
import { LAYERS, SCALES, SHAPE, TABLES } from './network-model.js'

const { words: WORDS, beginnings: BEGINNINGS, width: WIDTH, channels: CHANNELS, last: LAST } = SHAPE

/** How many letters of a longer word are looked up as well: its forms share them. */
const BEGINNING = 5

/** Longer sentences are read up to here. */
const MOST = 64

/** Words and beginnings of words are rows of these; the other layers are small enough to be kept as floating point. */
interface Network {
  readonly words: Int8Array
  readonly beginnings: Int8Array
  readonly first: Layer
  readonly second: Layer
  readonly third: Layer
  readonly answer: Layer
}

interface Layer {
  readonly weights: Float32Array
  readonly bias: Float32Array
}

let network: Network | undefined

/** Two weights a character, each from -3 to 3. */
function table(text: string): Int8Array {
  const weights = new Int8Array(2 * text.length)
  for (let at = 0; at < text.length; at++) {
    const both = text.charCodeAt(at) - 40
    weights[2 * at] = Math.floor(both / 7) - 3
    weights[2 * at + 1] = (both % 7) - 3
  }
  return weights
}

function loaded(): Network {
  const bytes = Int8Array.from(atob(LAYERS), (char) => char.charCodeAt(0))
  // The first two scales are those of the tables.
  let tensor = 2
  let start = 0
  const floats = (length: number): Float32Array => {
    const scale = SCALES[tensor++] as number
    return Float32Array.from(bytes.subarray(start, (start += length)), (value) => value * scale)
  }
  const layer = (inputs: number, outputs: number): Layer => ({
    weights: floats(inputs * outputs),
    bias: floats(outputs),
  })
  return {
    words: table(TABLES.slice(0, (WORDS * WIDTH) / 2)),
    beginnings: table(TABLES.slice((WORDS * WIDTH) / 2)),
    first: layer(3 * WIDTH, CHANNELS),
    second: layer(3 * CHANNELS, CHANNELS),
    third: layer(2 * CHANNELS, LAST),
    answer: layer(LAST, 1),
  }
}

function rowOf(word: string, rows: number): number {
  const hash = hashOf(word)
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 12) % rows
}

/** A word as numbers: its own row, and that of its beginning where it is longer. */
function put(word: string, { words, beginnings }: Network, into: Float32Array, at: number): void {
  const own = rowOf(word, WORDS) * WIDTH
  for (let one = 0; one < WIDTH; one++) into[at + one] = (words[own + one] as number) * (SCALES[0] as number)
  if (word.length <= BEGINNING) return
  const shared = rowOf(`<${word.slice(0, BEGINNING)}`, BEGINNINGS) * WIDTH
  for (let one = 0; one < WIDTH; one++) {
    into[at + one] = (into[at + one] as number) + (beginnings[shared + one] as number) * (SCALES[1] as number)
  }
}

/**
 * Adds `count` inputs, each times its row of weights, to as many sums as the layer has. Four rows at a time: the sums are read and
 * written less often.
 */
function addWeighted(sums: Float32Array, to: number, input: Float32Array, from: number, count: number, layer: Layer) {
  const { weights } = layer
  const width = layer.bias.length
  for (let one = 0; one < count; one += 4) {
    const read = from + one
    const a = input[read] as number
    const b = input[read + 1] as number
    const c = input[read + 2] as number
    const d = input[read + 3] as number
    if (a === 0 && b === 0 && c === 0 && d === 0) continue
    const row = one * width
    for (let at = 0; at < width; at++) {
      const first = row + at
      const third = first + 2 * width
      sums[to + at] =
        (sums[to + at] as number) +
        a * (weights[first] as number) +
        b * (weights[first + width] as number) +
        c * (weights[third] as number) +
        d * (weights[third + width] as number)
    }
  }
}

const rectify = (values: Float32Array): Float32Array => values.map((value) => Math.max(0, value))

/** Each place with the one before and the one after it. The input has an empty place at both ends, the output as well. */
function convolved(input: Float32Array, width: number, layer: Layer): Float32Array {
  const places = input.length / width - 2
  const sums = new Float32Array((places + 2) * CHANNELS)
  for (let place = 0; place < places; place++) {
    const to = (place + 1) * CHANNELS
    sums.set(layer.bias, to)
    addWeighted(sums, to, input, place * width, 3 * width, layer)
  }
  return rectify(sums)
}

function dense(input: Float32Array, layer: Layer): Float32Array {
  const sums = layer.bias.slice()
  addWeighted(sums, 0, input, 0, input.length, layer)
  return sums
}

/** The mean of each channel over all places, then its largest value. */
function pooled(values: Float32Array, places: number): Float32Array {
  const found = new Float32Array(2 * CHANNELS)
  for (let at = 0; at < values.length; at++) {
    const channel = at % CHANNELS
    const value = values[at] as number
    found[channel] = (found[channel] as number) + value / places
    // No value is negative.
    found[CHANNELS + channel] = Math.max(found[CHANNELS + channel] as number, value)
  }
  return found
}

/** How much a sentence reads as a demand: a convolutional network over its words. */
export function networkScore(tokens: readonly string[]): number {
  const known = (network ??= loaded())
  const { first, second, third, answer } = known
  const read = tokens.slice(0, MOST)
  const input = new Float32Array((read.length + 2) * WIDTH)
  read.forEach((word, at) => put(word, known, input, (at + 1) * WIDTH))
  const near = convolved(input, WIDTH, first)
  const wider = convolved(near, CHANNELS, second).map((value, at) => value + (near[at] as number))
  return dense(rectify(dense(pooled(wider, read.length), third)), answer)[0] as number
}
