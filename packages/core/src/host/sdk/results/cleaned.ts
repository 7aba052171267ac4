import { utf8 } from '../../../foundation/index.js'
import { truncateText } from '../../../policy/output/index.js'
import { mapContent } from '../../../policy/spotlight/index.js'
import { member } from '../messages.js'

const LEAST_BYTES = 64

const sizeOf = (text: string): number => utf8(text).length

/**
 * A result whose texts are clean, and together not longer than allowed.
 *
 * @returns `undefined` when its structured content is too large, which cannot be cut
 */
export function cleaned(result: object, clean: (text: string) => string, maxBytes: number): object | undefined {
  let room = maxBytes
  const fitting = (text: string): string => {
    const whole = clean(text)
    const shown =
      room < LEAST_BYTES && sizeOf(whole) > room ? '[truncated]' : truncateText(whole, Math.max(room, LEAST_BYTES))
    room = Math.max(0, room - sizeOf(shown))
    return shown
  }
  const content = mapContent(result, { text: fitting, leaf: clean, key: clean }) as object
  const structured = member(content, 'structuredContent')
  const size = structured === undefined ? 0 : sizeOf(JSON.stringify(structured))
  return size > maxBytes ? undefined : content
}

const CONTENT = ['content', 'structuredContent', 'contents', 'messages', 'toolResult']

/** Whether there is anything in a result that a model could read. Version 1 of the SDK adds empty lists. */
export const holdsContent = (result: object): boolean =>
  CONTENT.some((name) => {
    const value = member(result, name)
    return Array.isArray(value) ? value.length > 0 : value !== undefined
  })

/** Bytes, also in lines of their own. */
const BASE64 = /^[\w+/=\r\n-]*$/

/** Sentences in places that are no text for the protocol: addresses, media types, notes to hosts. Some hosts show them. */
function* asides(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (/\s|%20/.test(value) && !BASE64.test(value)) yield value.replaceAll('%20', ' ')
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) yield* asides(inner)
  }
}

/**
 * All that a classifier has to read: texts as one, for a model reads on from block to block; structured content as one; and
 * what stands beside them.
 */
export function textsOf(result: object): string[] {
  const shown: string[] = []
  const inside: string[] = []
  const rememberIn = (list: string[]) => (text: string) => (list.push(text), text)
  mapContent(result, { text: rememberIn(shown), leaf: rememberIn(inside), key: rememberIn(inside) })
  const known = new Set([...shown, ...inside])
  const beside = [...asides(result)].filter((text) => !known.has(text))
  return [shown, inside, beside].map((texts) => texts.join('\n')).filter((text) => text.trim() !== '')
}
