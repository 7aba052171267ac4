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

/** All that a classifier has to read: each text by itself, and structured content as one. */
export function textsOf(result: object): string[] {
  const found = new Set<string>()
  const inside: string[] = []
  const remember = (text: string): string => (inside.push(text), text)
  mapContent(result, { text: (text) => (found.add(text), text), leaf: remember, key: remember })
  if (inside.length > 0) found.add(inside.join('\n'))
  return [...found].filter((text) => text.trim() !== '')
}
