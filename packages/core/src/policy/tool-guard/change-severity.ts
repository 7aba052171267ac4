import type { DiffScan } from './diff-types.js'
import type { FieldChange } from './field-changes.js'
import { riskOfChange } from './scan-risk.js'
import { judgeSchema } from './schema-severity.js'
import { gravest, rankOf } from './severities.js'
import { judgeText, riskOfText, riskUnread, type Judgement } from './text-risk.js'

/** What clients assume when a hint is absent, and which value reassures them. */
const HINTS: Readonly<Record<string, { assumed: boolean; reassuring: boolean }>> = {
  readOnlyHint: { assumed: false, reassuring: true },
  destructiveHint: { assumed: true, reassuring: false },
  idempotentHint: { assumed: false, reassuring: true },
  openWorldHint: { assumed: true, reassuring: false },
}

/** Judges one change of a definition: by its place, by every text it brings in, and by what a scanner says of it. */
export function judgeChange(change: FieldChange, scan: DiffScan | undefined): Judgement {
  const { kind, before, after, tokens } = change
  if (kind === 'reordered') return judgePlace(change)
  // The name of a new member is read like any text.
  const fresh = kind === 'added' ? [tokens[tokens.length - 1] ?? '', after] : after
  const judged = graver(judgePlace(change), riskInside(before, fresh))
  return graver(judged, scan ? riskOfChange(scan, tokens, before, after) : riskUnread(textsIn(before), textsIn(fresh)))
}

/** The first of two judgements unless the second weighs more. */
export function graver(judged: Judgement, other: Judgement | undefined): Judgement {
  return other && rankOf(other.severity) > rankOf(judged.severity) ? other : judged
}

function judgePlace(change: FieldChange): Judgement {
  const [area = '', ...rest] = change.tokens
  const { kind, before, after } = change
  switch (area) {
    case 'inputSchema':
      return judgeSchema(change, rest)
    case 'outputSchema': {
      // Results are checked against it, calls are not: of a looser one only the caller's trust suffers.
      const judged = judgeSchema(change, rest)
      return judged.severity === 'high' ? { ...judged, severity: 'medium' } : judged
    }
    case 'annotations':
      return judgeHint(rest[0] ?? '', before, after)
    case 'description':
    case 'title':
    case '':
      if (kind === 'removed') return { severity: 'low', note: 'text removed' }
      return typeof after === 'string'
        ? judgeText(typeof before === 'string' ? before : '', after)
        : { severity: 'medium', note: 'no longer a text' }
    case 'icons':
      return { severity: kind === 'removed' ? 'low' : 'medium', note: 'another icon' }
    default:
      return { severity: 'medium', note: `${area} ${kind}` }
  }
}

function judgeHint(name: string, before: unknown, after: unknown): Judgement {
  if (name === '') return { severity: 'medium', note: 'annotations as a whole' }
  const hint = Object.hasOwn(HINTS, name) ? HINTS[name] : undefined
  if (!hint) return { severity: name === 'title' ? 'low' : 'medium', note: `annotation ${name}` }
  const was = typeof before === 'boolean' ? before : hint.assumed
  const is = typeof after === 'boolean' ? after : hint.assumed
  if (is === hint.reassuring && was !== is) return { severity: 'high', note: `${name} now claims less danger` }
  // The default is the same, but many a client takes silence for harmless.
  if (after === undefined && before !== hint.reassuring)
    return { severity: 'high', note: `the warning ${name} is gone` }
  return was === is
    ? { severity: 'low', note: `${name} means the same as before` }
    : { severity: 'medium', note: `${name} changed` }
}

/** The gravest risk of the texts inside an added or changed value. */
function riskInside(before: unknown, after: unknown): Judgement | undefined {
  const old = textsIn(before).join('\n')
  let worst: Judgement | undefined
  for (const text of textsIn(after)) {
    const risk = riskOfText(old, text)
    if (risk && (!worst || gravest([worst.severity, risk.severity]) !== worst.severity)) worst = risk
  }
  return worst
}

/** Every text of a JSON value, names of members included. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)])
}
