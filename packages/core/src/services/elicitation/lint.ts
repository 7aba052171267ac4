import { visible, type ScanFinding } from '../../policy/tool-guard/index.js'
import { secretIn } from './secret-words.js'

/** Deeper is no form: those of MCP are flat. */
const MAX_DEPTH = 32
const MAX_EXCERPT = 160

/** What clients make a link of: an address with a scheme, and names that begin with `www.`. */
const URL_LIKE = /[a-z][a-z0-9+.-]{0,30}:\/\/|\bwww\.|\b(?:mailto|tel|sms|data|javascript|magnet):/i

type Rule = Pick<ScanFinding, 'rule' | 'severity'> & { readonly says: (what: string) => string }

const SECRET_FIELD: Rule = {
  rule: 'elicitation-secret-field',
  severity: 'high',
  says: (what) =>
    `Asks for a secret (${what}) in a form. Forms go through the client and the model: use URL mode (EL-10).`,
}
const SECRET_TEXT: Rule = {
  rule: 'elicitation-secret-text',
  severity: 'medium',
  says: (what) => `The text speaks of a secret (${what}). A form must not ask for one (EL-10).`,
}
const URL_TEXT: Rule = {
  rule: 'elicitation-url',
  severity: 'medium',
  says: () => 'Holds something that clients show as a link. A form must not lead elsewhere (EL-17).',
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** RFC 6901. */
const pointer = (path: string, name: string): string => `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`

function createReport() {
  const findings: ScanFinding[] = []
  const add = ({ rule, severity, says }: Rule, path: string, text: string, what = ''): void => {
    findings.push({ rule, severity, path, excerpt: visible(text.slice(0, MAX_EXCERPT)), message: says(what) })
  }
  return {
    findings,
    secret(rule: Rule, path: string, text: string): void {
      const secret = secretIn(text)
      if (secret !== undefined) add(rule, path, text, secret)
    },
    format(path: string, text: string): void {
      if (/password|secret|credential/i.test(text)) add(SECRET_FIELD, path, text, 'by its format')
    },
    link(path: string, text: string): void {
      if (URL_LIKE.test(text)) add(URL_TEXT, path, text)
    },
  }
}

type Report = ReturnType<typeof createReport>

/** @param rule for secrets in texts: what a field is called says more than what is said about it */
function visit(report: Report, value: unknown, path: string, depth: number, rule = SECRET_TEXT): void {
  if (typeof value === 'string') {
    report.secret(rule, path, value)
    report.link(path, value)
  } else if (Array.isArray(value) && depth < MAX_DEPTH) {
    value.forEach((item, i) => visit(report, item, pointer(path, String(i)), depth + 1))
  } else if (isObject(value) && depth < MAX_DEPTH) {
    for (const [name, member] of Object.entries(value))
      visitMember(report, name, member, pointer(path, name), depth + 1)
  }
}

function visitMember(report: Report, name: string, member: unknown, path: string, depth: number): void {
  if (name === 'properties' && isObject(member)) {
    for (const field of Object.keys(member)) report.secret(SECRET_FIELD, pointer(path, field), field)
  }
  if (typeof member !== 'string') return visit(report, member, path, depth)
  if (name === 'format') return report.format(path, member)
  // Addresses of schemas are no text of the form.
  if (name !== '$schema' && name !== '$id')
    visit(report, member, path, depth, name === 'title' ? SECRET_FIELD : undefined)
}

/**
 * Judges a form before it is shown: one of your own in a test, or one that a foreign server sends through your proxy. A
 * form must not ask for secrets, which would go through the client and the model (EL-10), and must not hold links (EL-17).
 * Names are taken apart (`apiKey`, `api_key`), texts are searched in several languages; `max_tokens` is no secret.
 *
 * @param elicitation `params` of `elicitation/create`, or its `requestedSchema` alone
 * @returns nothing for a form that may be shown; for URL mode only the message is judged
 * @example
 * ```ts
 * import { lintElicitation } from '@sallyport/core/elicitation'
 *
 * const [finding] = lintElicitation({ type: 'object', properties: { apiKey: { type: 'string' } } })
 * console.log(finding?.rule, finding?.path) // elicitation-secret-field /properties/apiKey
 * ```
 */
export function lintElicitation(elicitation: unknown): readonly ScanFinding[] {
  const report = createReport()
  if (!isObject(elicitation)) return report.findings
  const { mode, url: _target, ...form } = elicitation
  // In URL mode the address is the very purpose, and what is asked there does not go through the client.
  if (mode !== 'url') visit(report, form, '', 0)
  else if (typeof form['message'] === 'string') report.link('/message', form['message'])
  return report.findings
}
