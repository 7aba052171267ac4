import type { AuditInput } from './events.js'

const MAX_TEXT_LENGTH = 512
const MAX_ITEMS = 64
const REDACTED = '[redacted]'

/** C0, C1, line separators, and the bidi and zero-width characters that make a log line read differently than it is. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Shapes that are credentials wherever they turn up; no identifier of ours looks like them. */
const CREDENTIALS: readonly RegExp[] = [
  /-----BEGIN [\s\S]*?(?:-----END [A-Z0-9 ]*-----|$)/g,
  /\b(?:Bearer|DPoP|Basic)\s+[A-Za-z0-9._~+/=-]+/gi,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)+/g,
  /(?<![A-Za-z0-9])(?:srt|sac|scs)_[A-Za-z0-9._~-]+/g,
]

/** Query and form values whose name says what they are. */
const NAMED_SECRET =
  /\b((?:[a-z_]*token|code|code_verifier|[a-z_]*secret|password|state|assertion|api_?key)=)[^&\s"'<>#]+/gi

/** A run long and mixed enough to be a key or a token: no name that a person chose looks like this. */
const LONG_RUN = /[A-Za-z0-9_+/=-]{40,}/g
const looksRandom = (run: string): boolean =>
  /^[0-9a-f]+$/i.test(run) || (/[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9]/.test(run))

/** Fields that only ever hold identifiers made by us or by an issuer. Their long runs are their very purpose. */
const IDENTIFIERS = new Set([
  'requestId',
  'subject',
  'clientId',
  'grantId',
  'tokenId',
  'userIssuer',
  'resource',
  'session',
  'lockedHash',
  'seenHash',
])

/** No pattern above can match such a text: it spares nearly every field of nearly every event the search. */
const HARMLESS = /^(?!.*(?:eyJ|s(?:rt|ac|cs)_))[\w.:/@-]*$/
const LONG_RUN_LENGTH = 40

/** @param identifier the field holds nothing but identifiers, so long runs are welcome */
export function redactText(text: string, identifier: boolean): string {
  const short = text.length < (identifier ? MAX_TEXT_LENGTH : LONG_RUN_LENGTH)
  return short && HARMLESS.test(text) ? text : redactThoroughly(text, identifier)
}

/** {@link redactText} without its short cut. */
export function redactThoroughly(text: string, identifier: boolean): string {
  // A hostile megabyte is cut before any pattern runs, with room for what a pattern replaces.
  let clean = text
    .slice(0, 4 * MAX_TEXT_LENGTH)
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATE, '\ufffd')
  for (const pattern of CREDENTIALS) clean = clean.replace(pattern, REDACTED)
  if (!identifier) {
    clean = clean.replace(NAMED_SECRET, `$1${REDACTED}`).replace(LONG_RUN, (run) => (looksRandom(run) ? REDACTED : run))
  }
  return clean.length <= MAX_TEXT_LENGTH ? clean : `${clean.slice(0, MAX_TEXT_LENGTH - 1)}…`
}

function redactValue(name: string, value: unknown): unknown {
  if (typeof value === 'string') return redactText(value, IDENTIFIERS.has(name))
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redactText(String(item), false))
  return undefined // events are flat: anything else has no business in a log
}

/**
 * A flat copy of an event that is safe to write: no control characters, nothing that looks like a credential, bounded.
 *
 * A module that hands a secret to the auditor by mistake must not leak it, so this is a second net, not a licence.
 */
export function redactEvent(event: AuditInput): AuditInput {
  const copy: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(event)) {
    const clean = redactValue(name, value)
    if (clean !== undefined) copy[name] = clean
  }
  return copy as unknown as AuditInput
}
