/**
 * Prints what the scanner's model of wording learns from, one JSON object a line: the sentences of a text as the scanner
 * reads them, which of them stand in one string, and which are hostile. What a held-out server says is left out, wherever
 * it was said again.
 *
 *   node scripts/scanner-model/sentences.mjs descriptions.jsonl > sentences.jsonl
 *
 * `descriptions.jsonl`, one `{ source, text }` a line, are descriptions of published packages; see README.md.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { register } from 'tsx/esm/api'
import { root } from '../lib/workspace.mjs'

register()
const SCAN = join(root, 'packages/core/src/policy/tool-guard/scan')
const CORPUS = join(root, 'packages/core/test/corpus')
const { sentences, words } = await import(join(SCAN, 'plain.ts'))
const { strings } = await import(join(SCAN, 'visit.ts'))
const { tokensOf } = await import(join(SCAN, 'wording/tokens.ts'))

const records = (path) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

/** Words of the protocol and of JSON Schema. */
const FORMAL = /\/(?:name|type|\$schema|format|\$ref)$/

/** So many words in a row are no chance. */
const RUN = 8

const runs = (tokens) =>
  Array.from({ length: Math.max(0, tokens.length - RUN + 1) }, (_, at) => tokens.slice(at, at + RUN).join(' '))

const heldOut = new Set(
  records(join(CORPUS, 'real/held-out.jsonl')).flatMap(({ tools }) =>
    [...strings(tools)].flatMap(({ text }) => sentences(text).flatMap((sentence) => runs(tokensOf(sentence.words)))),
  ),
)

/** `marked` are the hostile passages. */
function learned(values, about, marked = []) {
  const passages = marked.map((text) => words(text))
  const found = new Map()
  let place = 0
  for (const value of values) {
    for (const { text, isKey, path } of strings(value)) {
      if (isKey || FORMAL.test(path)) continue
      place++
      for (const sentence of sentences(text)) {
        const within = passages.some(
          (passage) =>
            sentence.words.includes(passage) || (sentence.words.length > 12 && passage.includes(sentence.words)),
        )
        const tokens = tokensOf(sentence.words)
        if (tokens.length > 0 && !runs(tokens).some((run) => heldOut.has(run)))
          found.set(tokens.join(' '), { mark: within ? 1 : 0, place })
      }
    }
  }
  const all = [...found.values()]
  const [marks, places] = [all.map(({ mark }) => mark), all.map(({ place }) => place)]
  console.log(JSON.stringify({ ...about, sentences: [...found.keys()], places, marks }))
}

for (const { package: source, tools } of records(join(CORPUS, 'real/development.jsonl'))) {
  for (const tool of tools) learned([tool], { source: `server ${source}`, hostile: false })
}
if (process.argv[2]) {
  for (const { source, text } of records(process.argv[2])) {
    learned([text], { source: `package ${source}`, hostile: false })
  }
}
for (const { tools } of records(join(CORPUS, 'honest/development.jsonl'))) {
  learned(tools, { source: 'honest', language: 'en', hostile: false })
}
for (const { author, language, hostile, honest } of records(join(CORPUS, 'wording/pairs.jsonl'))) {
  if (hostile !== undefined) learned([hostile], { source: `author ${author}`, language, hostile: true }, [hostile])
  if (honest !== undefined) learned([honest], { source: `author ${author}`, language, hostile: false })
}
for (const { author, language, marked, tool } of records(join(CORPUS, 'wording/definitions.jsonl'))) {
  learned([tool], { source: `author ${author}`, language, hostile: marked !== undefined }, marked)
}
