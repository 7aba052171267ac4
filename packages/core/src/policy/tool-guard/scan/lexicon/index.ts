import { ACTS } from './acts.js'
import { beginnings, compileTerms, termsOf, UNSPACED, type Beginning } from './compile.js'
import { CONDUCT } from './conduct.js'
import { FOREIGN } from './foreign.js'
import { HARM } from './harm.js'
import { PEOPLE } from './people.js'
import { RELATIONS } from './relations.js'
import { REQUESTS } from './requests.js'
import { SENSITIVE_PATH } from './sensitive-path.js'
import { THINGS } from './things.js'
import type { Sentence } from '../plain.js'

const TERMS: Readonly<Record<string, string>> = {
  ...PEOPLE,
  ...ACTS,
  ...THINGS,
  ...RELATIONS,
  ...FOREIGN,
  ...REQUESTS,
  ...CONDUCT,
  ...HARM,
}

const compiled = new Map<string, RegExp>()

/** Concepts by the words that their terms begin with: most sentences name few, and only those are matched in full. */
interface Beginnings {
  readonly exact: Map<string, Set<string>>
  readonly open: Map<string, Set<string>>
  readonly unspaced: Set<string>
  readonly lengths: number[]
}

let index: Beginnings | undefined

function indexed(): Beginnings {
  const found: Beginnings = { exact: new Map(), open: new Map(), unspaced: new Set(), lengths: [] }
  const add = (concept: string, { word, open }: Beginning): void => {
    const table = open ? found.open : found.exact
    table.set(word, (table.get(word) ?? new Set()).add(concept))
    if (open && !found.lengths.includes(word.length)) found.lengths.push(word.length)
  }
  for (const [concept, terms] of Object.entries(TERMS)) {
    for (const term of termsOf(terms)) {
      if (UNSPACED.test(term)) found.unspaced.add(concept)
      else for (const beginning of beginnings(term)) add(concept, beginning)
    }
  }
  return found
}

/** The concepts that a sentence may name; all others it does not. */
export function conceivable(sentence: Sentence): ReadonlySet<string> {
  const { exact, open, unspaced, lengths } = (index ??= indexed())
  const found = new Set<string>(UNSPACED.test(sentence.words) ? unspaced : [])
  for (const word of sentence.words.split(' ')) {
    for (const concept of exact.get(word) ?? []) found.add(concept)
    for (const length of lengths) {
      if (length > word.length) continue
      for (const concept of open.get(word.slice(0, length)) ?? []) found.add(concept)
    }
  }
  for (const form of Object.keys(FORMS)) found.add(form)
  return found
}

/** What is recognised by its form, in the sentence as written. */
const FORMS: Readonly<Record<string, RegExp>> = {
  address:
    /https?:\/\/(?!(?:[\w-]{1,63}\.)?example\.|localhost|127\.|your|api\.example)|\b[\w.+-]{1,64}@(?!example\.|company\.|domain\.|contoso\.|your|test\.)[\w-]{1,63}\.|\bwebhook\.site/iu,
  picture: /!\[|<img|\.png|\.gif/iu,
  sensitivePath: SENSITIVE_PATH,
}

/** True when the sentence names the concept in one of the languages known here. */
export function speaksOf(concept: string, sentence: Sentence): boolean {
  const form = FORMS[concept]
  if (form !== undefined) return form.test(sentence.text)
  let expression = compiled.get(concept)
  if (expression === undefined) {
    expression = compileTerms(termsOf(TERMS[concept] ?? ''))
    compiled.set(concept, expression)
  }
  return expression.test(sentence.words)
}
