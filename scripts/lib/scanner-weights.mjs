/** Every string in a value. */
function* strings(value) {
  if (typeof value === 'string') yield value
  else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) yield* strings(inner)
}

/** Same numbers every time: what is written must be reproducible. */
function sequence(seed) {
  let state = seed
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
}

function shuffled(items, random) {
  const copy = [...items]
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[copy[last], copy[other]] = [copy[other], copy[last]]
  }
  return copy
}

/** The sentences of a definition as sets of features. */
export function sentencesOf(definition, { sentences, wordingFeatures }) {
  const found = []
  for (const text of strings(definition)) {
    for (const { words } of sentences(text)) {
      const features = wordingFeatures(words)
      if (features.length > 0) found.push(features)
    }
  }
  return found
}

/** Features of several sources: what only one server says tells nothing of others. */
function vocabulary(documents, fewest) {
  const sources = new Map()
  for (const { source, rows } of documents) {
    for (const feature of rows.flat()) sources.set(feature, (sources.get(feature) ?? new Set()).add(source))
  }
  const known = new Map()
  for (const [feature, { size }] of sources) if (size >= fewest) known.set(feature, known.size)
  return known
}

const scoreOf = (row, weights) => row.known.reduce((sum, at) => sum + weights[at], 0) * row.scale

/**
 * Logistic regression over sentences, trained with AdaGrad. Of a hostile definition only the sentence that looks worst
 * counts: the others describe the tool.
 */
export function train(documents, { epochs = 14, fewest = 3, decay = 0.005, seed = 1 } = {}) {
  const features = vocabulary(documents, fewest)
  const weights = new Float64Array(features.size)
  const squares = new Float64Array(features.size).fill(1e-6)
  const random = sequence(seed)
  let bias = -2
  const all = documents.map(({ hostile, rows }) =>
    rows.map((row, at) => ({
      hostile,
      known: row.map((feature) => features.get(feature)).filter((index) => index !== undefined),
      scale: 1 / Math.sqrt(row.length + 1),
      counts: !hostile || rows.length === 1 || at > 0,
    })),
  )
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (epoch >= 3) {
      for (const rows of all.filter(([first]) => first?.hostile)) {
        const scores = rows.map((row) => scoreOf(row, weights))
        const worst = Math.max(...scores)
        rows.forEach((row, at) => (row.counts = scores[at] === worst))
      }
    }
    for (const row of shuffled(all.flat(), random)) {
      if (!row.counts) continue
      const chance = 1 / (1 + Math.exp(-scoreOf(row, weights) - bias))
      const error = (row.hostile ? 2 : 1) * (chance - (row.hostile ? 1 : 0))
      for (const at of row.known) {
        const slope = error * row.scale + decay * weights[at]
        squares[at] += slope * slope
        weights[at] -= (0.3 * slope) / Math.sqrt(squares[at])
      }
      bias -= 0.01 * error
    }
  }
  return new Map([...features].map(([feature, at]) => [feature, weights[at]]))
}

/** The worst sentence of a document. */
export function judged(rows, weights) {
  const scores = rows.map(
    (row) => row.reduce((sum, feature) => sum + (weights.get(feature) ?? 0), 0) / Math.sqrt(row.length + 1),
  )
  return Math.max(-Infinity, ...scores)
}
