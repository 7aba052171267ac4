import type { StandardIssue } from './standard-schema.js'
import type { InputProblem } from './types.js'

const MAX_PROBLEMS = 10
const MAX_MESSAGE = 200
const MAX_LEAVES = 500

/** Shorter texts are words of the message rather than something of the input, unless they stand in quotes. */
const SHORTEST_SECRET = 4

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): PropertyKey =>
  typeof segment === 'object' ? segment.key : segment

/** `notes[0].title`; names that are no identifiers stand in quotes. */
function pathText(path: StandardIssue['path']): string {
  let text = ''
  for (const key of (path ?? []).map(keyOf)) {
    const name = String(key)
    if (typeof key === 'number' || /^\d+$/.test(name)) text += `[${name}]`
    else if (/^[A-Za-z_$][\w$]*$/.test(name)) text += text === '' ? name : `.${name}`
    else text += `[${JSON.stringify(visible(name))}]`
  }
  return text.slice(0, MAX_MESSAGE)
}

/** Without what a terminal or a person cannot see, in bounded length. */
function visible(text: string): string {
  const shown = text.replaceAll(/[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Surrogate}]/gu, '')
  return shown.length > MAX_MESSAGE ? `${shown.slice(0, MAX_MESSAGE - 1)}…` : shown
}

/** Texts and numbers anywhere in a value; what is too wide is given up, and `undefined` says so. */
function leavesOf(value: unknown): readonly string[] | undefined {
  const leaves: string[] = []
  const open: unknown[] = [value]
  for (let next = 0; next < open.length; next++) {
    if (open.length > MAX_LEAVES) return undefined
    const one = open[next]
    if (typeof one === 'object' && one !== null)
      open.push(...(Object.values(one) as unknown[]).slice(0, MAX_LEAVES + 1))
    else if (typeof one === 'string' || typeof one === 'number' || typeof one === 'bigint') leaves.push(`${one}`)
  }
  return leaves.sort((a, b) => b.length - a.length)
}

/** Takes values of the input out of a message: valibot and arktype quote what they received. */
function withoutValues(message: string, leaves: readonly string[] | undefined): string {
  if (leaves === undefined) return 'The value is not valid.'
  let clean = message
  for (const leaf of leaves) {
    const escaped = JSON.stringify(leaf).slice(1, -1)
    // A schema may have trimmed it, or changed its case.
    for (const form of new Set([leaf, escaped, leaf.trim()])) {
      if (form === '' || form.length > clean.length) continue
      const pattern = form.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      if (form.length >= SHORTEST_SECRET) clean = clean.replaceAll(new RegExp(pattern, 'gi'), '…')
      else {
        clean = clean.replaceAll(`"${form}"`, '…').replaceAll(`'${form}'`, '…')
        clean = clean.replaceAll(new RegExp(`\\b(was|got|received):? ${pattern}(?![\\w.])`, 'gi'), '$1 …')
      }
    }
  }
  return clean
}

/** Issues of a schema for a client: what was sent is not in them. */
export function describeIssues(issues: readonly StandardIssue[], value: unknown): readonly InputProblem[] {
  const leaves = leavesOf(value)
  return issues.slice(0, MAX_PROBLEMS).map(({ path, message }) => ({
    path: pathText(path),
    message: visible(withoutValues(message, leaves)),
  }))
}
