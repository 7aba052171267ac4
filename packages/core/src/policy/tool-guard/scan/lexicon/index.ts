import type { Sentence } from '../plain.js'
import { ACTS } from './acts.js'
import { beginnings, compileTerm, isOneWord, termsOf, UNSPACED } from './compile.js'
import { CONDUCT } from './conduct.js'
import { FOREIGN } from './foreign.js'
import { FOREIGN_MORE } from './foreign-more.js'
import { FOREIGN_WIDE } from './foreign-wide.js'
import { HARM } from './harm.js'
import { PEOPLE } from './people.js'
import { RELATIONS } from './relations.js'
import { REQUESTS } from './requests.js'
import { GRAVE_PATH, SENSITIVE_PATH } from './sensitive-path.js'
import { THINGS } from './things.js'
import { wordedAsDemand } from '../wording/worded-as-demand.js'

/** A term of a concept. One word needs no expression: that it stands there is all there is to know. */
interface Entry {
  readonly concept: string
  readonly term: string
  readonly oneWord: boolean
  expression?: RegExp
}

/** Terms by the words that they begin with: most sentences begin few of them. */
interface Index {
  readonly exact: Map<string, Entry[]>
  readonly open: Map<string, Entry[]>
  readonly unspaced: Entry[]
  readonly lengths: number[]
}

let index: Index | undefined

function indexed(): Index {
  const found: Index = { exact: new Map(), open: new Map(), unspaced: [], lengths: [] }
  // One concept may have terms in several lists.
  const lists = [PEOPLE, ACTS, THINGS, RELATIONS, FOREIGN, FOREIGN_MORE, FOREIGN_WIDE, REQUESTS, CONDUCT, HARM].flatMap(
    (list) => Object.entries(list),
  )
  for (const [concept, terms] of lists) {
    for (const term of termsOf(terms)) {
      const entry: Entry = { concept, term, oneWord: isOneWord(term) }
      if (UNSPACED.test(term)) {
        found.unspaced.push(entry)
        continue
      }
      for (const { word, open } of beginnings(term)) {
        const table = open ? found.open : found.exact
        const entries = table.get(word)
        if (entries) entries.push(entry)
        else table.set(word, [entry])
        if (open && !found.lengths.includes(word.length)) found.lengths.push(word.length)
      }
    }
  }
  return found
}

/** What is recognised by its form, in the sentence as written. */
const FORMS: Readonly<Record<string, RegExp>> = {
  address:
    /https?:\/\/(?!(?:[\w-]{1,63}\.)?example\.|localhost|127\.|your|api\.example)|\b[\w.+-]{1,64}@(?!example\.|company\.|domain\.|contoso\.|your|test\.)[\w-]{1,63}\.|\bwebhook\.site/i,
  picture: /!\[|<img|\.png|\.gif/i,
  sensitivePath: SENSITIVE_PATH,
  gravePath: GRAVE_PATH,
}

/** Names of fields are no sentences, however many words they are made of. */
const isProse = (text: string): boolean => /\s/.test(text) || UNSPACED.test(text)

/** Tells of a concept whether the sentence names it, in one of the languages known here. */
export function conceptsOf(sentence: Sentence): (concept: string) => boolean {
  const { exact, open, unspaced, lengths } = (index ??= indexed())
  const known = new Map<string, boolean>()
  const pending = new Map<string, Entry[]>()
  const note = (entries: readonly Entry[] | undefined): void => {
    for (const entry of entries ?? []) {
      if (entry.oneWord) known.set(entry.concept, true)
      else {
        const others = pending.get(entry.concept)
        if (others) others.push(entry)
        else pending.set(entry.concept, [entry])
      }
    }
  }
  for (const word of new Set(sentence.words.trim().split(' '))) {
    note(exact.get(word))
    for (const length of lengths) if (length <= word.length) note(open.get(word.slice(0, length)))
  }
  if (UNSPACED.test(sentence.words)) note(unspaced)
  return (concept) => {
    let answer = known.get(concept)
    if (answer !== undefined) return answer
    const form = FORMS[concept]
    const entries = pending.get(concept)
    if (concept === 'demand') answer = isProse(sentence.text) && wordedAsDemand(sentence)
    else if (form) answer = form.test(sentence.text)
    // Nearly always: a sentence begins few terms.
    else if (entries === undefined) return false
    else answer = entries.some((entry) => matches(entry, sentence))
    known.set(concept, answer)
    return answer
  }
}

function matches(entry: Entry, sentence: Sentence): boolean {
  return (entry.expression ??= compileTerm(entry.term)).test(sentence.words)
}
