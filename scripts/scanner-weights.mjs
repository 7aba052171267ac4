/**
 * Writes the weights of words that the scanner's rule `worded-as-demand` adds up, learned from the development parts of
 * the corpus. Held-out parts are not read. `--check` writes nothing and fails when the weights are stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { register } from 'tsx/esm/api'
import { judged, sentencesOf, train } from './lib/scanner-weights.mjs'
import { root } from './lib/workspace.mjs'

const SCAN = join(root, 'packages/core/src/policy/tool-guard/scan')
const PAGE = join(SCAN, 'lexicon/weights.ts')
const CORPUS = join(root, 'packages/core/test/corpus')
/** Share of the definitions of servers, left out in training, that may be taken for a demand. */
const TOLERATED = 0.003
/** Added to the limit, in tenths: weights learned from all servers fit these better than unseen ones. */
const RESERVE = 2
const FOLDS = 4
const WIDTH = 116
/** Weights that change nothing, in tenths. */
const MINOR = 5

register()
const { sentences } = await import(join(SCAN, 'plain.ts'))
const { wordingFeatures } = await import(join(SCAN, 'lexicon/wording-features.ts'))

const lines = (path) => readFileSync(join(CORPUS, path), 'utf8').split('\n').filter(Boolean)
const records = (path) => lines(path).map((line) => JSON.parse(line))
const foldOf = (text) => [...text].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 4, 7) % FOLDS

const document = (definition, hostile, group) => ({
  hostile,
  source: group,
  fold: foldOf(group),
  rows: sentencesOf(definition, { sentences, wordingFeatures }),
})

const real = records('real/development.jsonl').flatMap((server) =>
  server.tools.map((tool) => document(tool, false, server.package)),
)
const documents = [
  ...real,
  ...records('poisoned/development.jsonl')
    .filter(({ language }) => language === 'en')
    .map(({ id, tools }) => document(tools, true, id)),
  ...records('honest/development.jsonl').map(({ id, tools }) => document(tools, false, id)),
  ...lines('wording/hostile.txt').map((line) => document(line, true, line)),
  ...lines('wording/honest.txt').map((line) => document(line, false, line)),
]

/** Rounded to tenths, as they are written. */
function rounded(weights) {
  return new Map(
    [...weights]
      .map(([feature, weight]) => [feature, 2 * Math.round(weight * 5)])
      .filter(([, weight]) => Math.abs(weight) > MINOR),
  )
}

function limitFor() {
  const scores = []
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = rounded(train(documents.filter((one) => one.fold !== fold)))
    for (const one of real) if (one.fold === fold) scores.push(judged(one.rows, weights))
  }
  return Math.ceil(scores.sort((a, b) => b - a)[Math.floor(scores.length * TOLERATED)]) + RESERVE
}

function written(weights) {
  const groups = new Map()
  for (const [feature, weight] of [...weights].sort(([a], [b]) => (a < b ? -1 : 1))) {
    groups.set(weight, [...(groups.get(weight) ?? []), feature])
  }
  const found = []
  for (const [weight, features] of [...groups].sort(([a], [b]) => b - a)) {
    let line = String(weight)
    for (const feature of features) {
      if (line.length + feature.length > WIDTH) {
        found.push(line)
        line = String(weight)
      }
      line += ` ${feature}`
    }
    found.push(line)
  }
  return found.join('\n')
}

const weights = rounded(train(documents))
const text = `/** Written by scripts/scanner-weights.mjs: what speaks for and against a demand, in tenths. Do not edit. */
export const WEIGHTS = \`
${written(weights)}
\`

/** What a sentence has to exceed. */
export const LIMIT = ${limitFor()}
`
if (!process.argv.includes('--check')) writeFileSync(PAGE, text)
else if (readFileSync(PAGE, 'utf8') !== text) {
  console.error(`${PAGE} is stale: run node scripts/scanner-weights.mjs`)
  process.exitCode = 1
}
