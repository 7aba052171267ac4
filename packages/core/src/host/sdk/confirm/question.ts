import type { SensitiveAction } from '../../../services/elicitation/index.js'
import { visible } from '../../../policy/tool-guard/index.js'

const ALLOW = 'Allow once'
const DECLINE = 'Decline'

/** No default, so that nothing is allowed by whoever submits a form unread; no secrets, no links (EL-10, EL-17). */
export const DECISION_FORM = Object.freeze({
  type: 'object',
  properties: {
    decision: {
      type: 'string',
      title: 'Your decision',
      description: 'Allow it only if you asked for exactly this.',
      enum: [DECLINE, ALLOW],
    },
  },
  required: ['decision'],
})

/** What clients turn into links: the colon of an address, and the dot after `www`. */
const LINKS = /:(?=\/\/)|(?<=\b(?:mailto|tel|sms|data|javascript|magnet)):|(?<=\bwww)\./gi

const unlinked = (text: string): string =>
  text.replaceAll(LINKS, (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)

/** Everything unseen becomes its code point, and nothing a link; the lines of the layout stay. */
const shown = (text: string): string => unlinked(text.split('\n').map(visible).join('\n'))

/** Longest JSON that is laid out: each value of a deep one takes a line that is mostly spaces. */
const MAX_LAID_OUT = 8_000

function laidOut(given: unknown): string {
  const json = JSON.stringify(given)
  return json.length > MAX_LAID_OUT ? json : JSON.stringify(given, null, 2)
}

/** The action whole: what is not in this text is not agreed to (F-62). */
export function questionText({ tool, arguments: given = {} }: SensitiveAction): string {
  return [
    `Allow the tool ${shown(tool)} to run once in your name, with exactly these arguments?`,
    shown(laidOut(given)),
    'Characters that cannot be seen, that pass for others, or that would make a link are written as ⟨U+…⟩.',
  ].join('\n\n')
}

/** For URL mode: what it is about is on the page, for the person alone. */
export const pageText = ({ tool }: SensitiveAction): string =>
  `The tool ${shown(tool)} waits for you: see on our page exactly what it is to do, and allow it or not.`

/** What a client said to a form; anything unclear is no answer. */
export function decisionIn(answer: unknown): 'approve' | 'decline' | 'cancel' | undefined {
  if (typeof answer !== 'object' || answer === null || !('action' in answer)) return undefined
  const { action } = answer
  if (action === 'decline' || action === 'cancel') return action
  if (action !== 'accept' || !('content' in answer)) return undefined
  const { content } = answer
  if (typeof content !== 'object' || content === null || !Object.hasOwn(content, 'decision')) return undefined
  const { decision } = content as { decision: unknown }
  return decision === ALLOW ? 'approve' : decision === DECLINE ? 'decline' : undefined
}
