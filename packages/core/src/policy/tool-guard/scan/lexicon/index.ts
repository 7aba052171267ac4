import { ACTS } from './acts.js'
import { compileTerms } from './compile.js'
import { PEOPLE } from './people.js'
import { RELATIONS } from './relations.js'
import { SENSITIVE_PATH } from './sensitive-path.js'
import { THINGS } from './things.js'
import type { Sentence } from '../plain.js'

const TERMS: Readonly<Record<string, string>> = { ...PEOPLE, ...ACTS, ...THINGS, ...RELATIONS }

const compiled = new Map<string, RegExp>()

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
    expression = compileTerms((TERMS[concept] ?? '').split(','))
    compiled.set(concept, expression)
  }
  return expression.test(sentence.words)
}
