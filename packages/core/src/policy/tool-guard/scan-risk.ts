import type { DiffFinding, DiffScan } from './diff-types.js'
import { sentences } from './scan/plain.js'
import { gravest } from './severities.js'
import type { Judgement } from './text-risk.js'
import type { Severity } from './types.js'

/** An approved definition has no reason to become suspicious: what is found in a change weighs more than in a new tool. */
const RAISED: Readonly<Record<Severity, Severity>> = {
  none: 'none',
  low: 'low',
  medium: 'high',
  high: 'critical',
  critical: 'critical',
}

/** Characters up to which a changed text is also scanned as a whole. */
const WHOLE_TEXT = 20_000

/** What a scanner says of one definition, alone: beside its old self it would pass for an imitation. */
export const findingsOf = (scan: DiffScan, definition: unknown): readonly DiffFinding[] =>
  scan([definition]).tools[0]?.findings ?? []

/** The gravest of some findings. */
export function worstOf(findings: readonly DiffFinding[]): Judgement | undefined {
  const severity = gravest(findings.map((one) => one.severity))
  const worst = findings.find((one) => one.severity === severity)
  return worst && { severity, note: worst.message }
}

/**
 * What a scanner objects to in the new value and did not in the old one (F-54). Of texts also the sentences that were
 * added are looked at by themselves: a second order counts where there was one before.
 */
export function riskOfChange(
  scan: DiffScan,
  tokens: readonly string[],
  before: unknown,
  after: unknown,
): Judgement | undefined {
  const newAt = (old: unknown, fresh: unknown): DiffFinding[] => {
    const known = new Set(findingsAt(scan, tokens, old).map(kindOf))
    return findingsAt(scan, tokens, fresh).filter((finding) => !known.has(kindOf(finding)))
  }
  const texts = typeof before === 'string' && typeof after === 'string'
  const found = texts ? newAt(without(before, after), without(after, before)) : newAt(before, after)
  // Filler between sentences is seen in the whole only. Longer texts are conspicuous by their length.
  if (texts && after.length < WHOLE_TEXT) found.push(...newAt(before, after))
  const worst = worstOf(found)
  return worst && { ...worst, severity: RAISED[worst.severity] }
}

const kindOf = ({ rule, message }: DiffFinding): string => rule ?? message

/** What a scanner finds in one value at its place. A piece of a definition has no name to be judged. */
function findingsAt(scan: DiffScan, tokens: readonly string[], value: unknown): DiffFinding[] {
  if (value === undefined) return []
  let nested = value
  for (const token of [...tokens].reverse()) nested = /^\d+$/.test(token) ? [nested] : { [token]: nested }
  return findingsOf(scan, nested).filter(({ rule }) => rule !== 'invalid-name')
}

/** The sentences of a text that another one does not have. */
function without(text: string, other: string): string {
  const known = new Set(sentences(other).map(({ words }) => words))
  return sentences(text)
    .filter(({ words }) => !known.has(words))
    .map((sentence) => sentence.text)
    .join('\n')
}
