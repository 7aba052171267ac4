import { graver, judgeChange, textsIn } from './change-severity.js'
import type { DefinitionChange, DiffFinding, DiffOptions, LoneDefinition } from './diff-types.js'
import { fieldChanges } from './field-changes.js'
import { pointer } from './pointer.js'
import { findingsOf, worstOf } from './scan-risk.js'
import { riskUnread, type Judgement } from './text-risk.js'
import type { Definition } from './types.js'
import { diffWords } from './words.js'

/** Every change from one definition to another, judged. */
export function describeChanges(before: Definition, after: Definition, { scan }: DiffOptions): DefinitionChange[] {
  const changes = fieldChanges(before, after)
  const findings = changes.length > 0 && scan ? newFindings(findingsOf(scan, before), findingsOf(scan, after)) : []
  return changes.map((change) => {
    const { tokens, kind, ...values } = change
    const path = pointer(tokens)
    const { before: old, after: fresh } = values
    const words = typeof old === 'string' && typeof fresh === 'string' ? { words: diffWords(old, fresh) } : {}
    return { path, kind, ...raise(judgeChange(change, scan), within(path, findings)), ...values, ...words }
  })
}

/** A definition that stands alone, judged. */
export function describeLone(
  name: string,
  kind: 'added' | 'removed',
  definition: Definition,
  { scan }: DiffOptions,
): LoneDefinition {
  if (kind === 'removed') return { name, severity: 'low', note: 'no longer offered', definition }
  const unknown: Judgement = { severity: 'medium', note: 'not approved yet' }
  const risk = scan ? worstOf(findingsOf(scan, definition)) : riskUnread([], textsIn(definition))
  return { name, ...graver(unknown, risk), definition }
}

/** Findings of the new definition that the old one did not have at the same place with the same words. */
function newFindings(before: readonly DiffFinding[], after: readonly DiffFinding[]): DiffFinding[] {
  const key = ({ path, severity, message }: DiffFinding) => JSON.stringify([path, severity, message])
  const known = new Set(before.map(key))
  return after.filter((finding) => !known.has(key(finding)))
}

const within = (path: string, findings: readonly DiffFinding[]): readonly DiffFinding[] =>
  findings.filter((finding) => finding.path === path || finding.path.startsWith(`${path}/`))

function raise(judged: Judgement, findings: readonly DiffFinding[]): Judgement {
  return graver(judged, worstOf(findings))
}
