import { decodedTexts } from '../decode.js'
import { conceptsOf } from '../lexicon/index.js'
import { nameWords, sentences, type Sentence } from '../plain.js'
import { respelled } from '../respell.js'
import { PATTERN_RULES, type PatternRule } from '../rules/pattern-rules.js'
import { STRUCTURE_RULES } from '../rules/structure-rules.js'
import { TEXT_RULES } from '../rules/text-rules.js'
import type { ScanFinding, TextRule } from '../types.js'
import type { VisitedString } from '../visit.js'
import { wordedAsDemand, wordedAsDocumentation } from '../wording/worded-as-demand.js'
import { mixesScripts } from '../confusables.js'
import { finding } from './definition.js'

/** Base64 in base64 in base64 is read; what lies deeper is reported as encoded. */
const LAYERS = 3

/** A decoded text names a rule with more weight: somebody took pains to hide it. */
const HIDDEN = 'critical'

/** Fields whose text looks like code without being used as such. */
const NOT_EXECUTED = /^(?:pattern|\$comment)$/

/** Characters on each side that tell how something is meant. */
const NEAR = 120

/** Fields that a model copies into a call. */
const FILLED_IN = /^(?:default|enum|const|examples?)$/

function holds(rule: TextRule, says: (concept: string) => boolean): boolean {
  return rule.when.some((concepts) => concepts.every(says)) && !(rule.unless ?? []).some(says)
}

const isMildHere = (rule: TextRule, sentence: Sentence): boolean =>
  rule.mildInDocumentation === true && wordedAsDocumentation(sentence)

function* saidIn(path: string, all: readonly Sentence[]): Generator<ScanFinding> {
  const told = new Set<string>()
  // A mild one does not silence the rule: what documents the tool may stand before what is hostile.
  const toldMildly = new Set<string>()
  const read = new Set<string>()
  for (const sentence of all) {
    if (read.has(sentence.words)) continue
    read.add(sentence.words)
    const says = conceptsOf(sentence)
    for (const rule of TEXT_RULES) {
      if (told.has(rule.id) || !holds(rule, says)) continue
      const mild = isMildHere(rule, sentence)
      if (mild && toldMildly.has(rule.id)) continue
      ;(mild ? toldMildly : told).add(rule.id)
      yield finding(rule, path, sentence.text, mild ? { severity: 'low' } : {})
    }
  }
  if (told.size === 0) yield* saidTogether(path, all)
}

const WORDED_AS_DEMAND = TEXT_RULES.find(({ id }) => id === 'worded-as-demand') as TextRule

/** What two sentences in a row amount to: the second may finish what the first one begins. */
function* saidTogether(path: string, all: readonly Sentence[]): Generator<ScanFinding> {
  for (const [at, second] of all.entries()) {
    const first = all[at - 1]
    if (first === undefined || (wordedAsDocumentation(first) && wordedAsDocumentation(second))) continue
    const both = { text: `${first.text} ${second.text}`, words: first.words + second.words.trimStart() }
    // Asked first as it seldom holds: the concepts of a sentence cost more.
    if (!wordedAsDemand(both) || !holds(WORDED_AS_DEMAND, conceptsOf(both))) continue
    yield finding(WORDED_AS_DEMAND, path, both.text)
    return
  }
}

function isMild(rule: PatternRule, matched: string, around: string): boolean {
  if (rule.mildInProse?.test(matched) === true || rule.mildNear?.test(around) === true) return true
  return rule.graveNear !== undefined && !rule.graveNear.test(around)
}

function* written(visited: VisitedString): Generator<ScanFinding> {
  const filledIn = !visited.isKey && FILLED_IN.test(visited.field)
  for (const rule of PATTERN_RULES) {
    if (rule.only === 'value' && (visited.isKey || NOT_EXECUTED.test(visited.field))) continue
    if (rule.only === 'filledIn' && !filledIn) continue
    const match = rule.pattern.exec(visited.text)
    if (match === null) continue
    const around = visited.text.slice(Math.max(0, match.index - NEAR), match.index + NEAR)
    const mild = !filledIn && isMild(rule, match[0], around)
    const severity = mild ? 'low' : filledIn && rule.filledIn ? rule.filledIn : rule.severity
    yield finding(rule, visited.path, visited.text, { at: match.index, severity })
  }
}

/** What a rule says about a text in its plain writing; `known` has said it already, unless mildly. */
function* disguisedIn(visited: VisitedString, known: readonly ScanFinding[]): Generator<ScanFinding> {
  const told = new Set(known.filter(({ severity }) => severity !== 'low').map(({ rule }) => rule))
  for (const text of respelled(visited.text)) {
    for (const one of [...saidIn(visited.path, sentences(text)), ...written({ ...visited, text })]) {
      if (told.has(one.rule) || one.severity === 'low') continue
      told.add(one.rule)
      yield { ...one, severity: HIDDEN, message: `${one.message} Found after decoding.` }
    }
  }
}

/** An example of an encoder: what it decodes to stands there as well, or it is called one. */
function isShown(visited: VisitedString, decoded: string): boolean {
  if (visited.text.toLowerCase().includes(decoded.trim().toLowerCase())) return true
  if (/^examples?$/.test(visited.field)) return true
  return !FILLED_IN.test(visited.field) && /\bexamples?\b|e\.g\.|decodes? (?:in)?to|encode[ds]? /i.test(visited.text)
}

function* hiddenIn(visited: VisitedString, layer: number): Generator<ScanFinding> {
  for (const decoded of decodedTexts(visited.text)) {
    const inner = { ...visited, text: decoded }
    const open = [...saidIn(visited.path, sentences(decoded)), ...written(inner)]
    const found = [...open, ...disguisedIn(inner, open)]
    for (const one of found) {
      const message = one.message.endsWith(' Found after decoding.')
        ? one.message
        : `${one.message} Found after decoding.`
      yield { ...one, severity: HIDDEN, message }
    }
    const readable = (decoded.match(/\p{L}{2,}/gu) ?? []).length >= 4
    if (found.length > 0 || readable) {
      const severity =
        found.length === 0 && isShown(visited, decoded) ? 'low' : STRUCTURE_RULES['encoded-text'].severity
      yield finding(STRUCTURE_RULES['encoded-text'], visited.path, decoded, { severity })
    }
    if (layer < LAYERS) yield* hiddenIn(inner, layer + 1)
  }
}

function* checked(visited: VisitedString): Generator<ScanFinding> {
  const said = visited.isKey ? [{ text: visited.text, words: nameWords(visited.text) }] : sentences(visited.text)
  const open = [...written(visited), ...saidIn(visited.path, said)]
  yield* open
  if (!visited.isKey && mixesScripts(visited.text)) {
    yield finding(STRUCTURE_RULES['mixed-script-text'], visited.path, visited.text)
  }
  yield* hiddenIn(visited, 1)
  yield* disguisedIn(visited, open)
}

/** What was found in texts that came before: definitions repeat themselves a lot. */
export type KnownTexts = Map<string, readonly ScanFinding[]>

/** What the rules find in one string, and in what is encoded in it. */
export function checkText(visited: VisitedString, known: KnownTexts): readonly ScanFinding[] {
  const kind = visited.isKey
    ? 'key'
    : NOT_EXECUTED.test(visited.field)
      ? 'form'
      : FILLED_IN.test(visited.field)
        ? 'preset'
        : 'prose'
  const id = `${kind} ${visited.text}`
  let found = known.get(id)
  if (found === undefined) known.set(id, (found = [...checked(visited)]))
  return found.map((one) => ({ ...one, path: visited.path }))
}
