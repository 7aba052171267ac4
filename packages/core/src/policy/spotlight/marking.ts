import type { Runtime } from '../../foundation/index.js'
import { fromBase64, toBase64 } from './base64.js'
import { datamark, newMark, undoDatamark } from './datamark.js'
import { MARKER, neutraliseForged, restoreForged } from './forged.js'
import type { SpotlightMode } from './types.js'

const TAG_BYTES = 12

/** How one call marks text. */
export interface Marking {
  readonly tag: string
  readonly mode: SpotlightMode
  readonly leaves: 'all' | 'prose'
  /** Text in a region of its own; what this marking made stays as it is. */
  readonly mark: (text: string) => string
}

function newTag(runtime: Pick<Runtime, 'randomBytes'>): string {
  return Array.from(runtime.randomBytes(TAG_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function createMarking(
  mode: SpotlightMode,
  leaves: 'all' | 'prose',
  runtime: Pick<Runtime, 'randomBytes'>,
): Marking {
  const tag = newTag(runtime)
  const character = newMark(runtime)
  // Known by what was made here, never by how a text looks: a text that looks marked may come from the other side.
  const made = new Set<string>()
  const region = (text: string): string => {
    if (mode === 'encode') return wrap(tag, ' encoding="base64"', toBase64(text))
    const harmless = neutraliseForged(text)
    if (mode === 'delimit') return wrap(tag, '', harmless)
    return wrap(tag, ` words-joined-by="${character}"`, datamark(harmless, character))
  }
  return {
    tag,
    mode,
    leaves,
    mark(text) {
      if (made.has(text)) return text
      const marked = region(text)
      made.add(marked)
      return marked
    },
  }
}

const wrap = (tag: string, attribute: string, body: string): string =>
  `<${MARKER}-${tag}${attribute}>\n${body}\n</${MARKER}-${tag}>`

/** The text of a region with this tag; any other text as it is. */
export function unmark(region: string, tag: string): string {
  const opening = `<${MARKER}-${tag}`
  const closing = `\n</${MARKER}-${tag}>`
  const body = region.indexOf('>\n', opening.length) + 2
  if (!region.startsWith(opening) || !region.endsWith(closing) || body > region.length - closing.length) return region
  const attribute = region.slice(opening.length, body - 2)
  const text = region.slice(body, -closing.length)
  if (attribute === '') return restoreForged(text)
  if (attribute === ' encoding="base64"') return fromBase64(text)
  const [, character] = /^ words-joined-by="([\ue000-\uf8ff])"$/.exec(attribute) ?? []
  return character === undefined ? region : restoreForged(undoDatamark(text, character))
}
