import type { ContentItem } from '../../../services/content-safety/index.js'
import { text } from '../messages.js'

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Members of questions that people and models read. Others are names and values that come back with the answer. */
const SHOWN = new Set(['message', 'title', 'description', 'enumNames', 'systemPrompt', 'text'])

/** Questions of 2026-07-28 with clean texts. Whatever stands in their place is treated as if it were some. */
export function cleanedQuestions(value: unknown, clean: (text: string) => string, name = ''): unknown {
  if (typeof value === 'string') return SHOWN.has(name) ? clean(value) : value
  if (Array.isArray(value)) return value.map((item: unknown) => cleanedQuestions(item, clean, name))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleanedQuestions(inner, clean, key)]))
}

/** Pictures and sounds for a model: no words. */
const BYTES = /^[\w+/=-]{256,}$/

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (!BYTES.test(value)) yield value
  } else if (Array.isArray(value)) {
    for (const item of value) yield* textsIn(item)
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      yield key
      yield* textsIn(inner)
    }
  }
}

/** All that a classifier has to read, each question as one text. What is for a model may speak to it, as a prompt does. */
export function itemsOf(questions: unknown): readonly ContentItem[] {
  const all: readonly unknown[] = isObject(questions) ? Object.entries(questions) : [questions]
  return all.map((question) => {
    const isForModel = Array.isArray(question) && text(question[1], 'method') === 'sampling/createMessage'
    return { kind: isForModel ? 'prompt' : 'tool_result', text: [...textsIn(question)].join('\n') }
  })
}
