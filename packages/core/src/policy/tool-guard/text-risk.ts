import { findingsIn } from './scan/scan-definition.js'
import { sentences } from './scan/plain.js'
import type { ScanFinding } from './scan/types.js'
import { gravest } from './severities.js'
import type { Severity } from './types.js'
import { diffWords } from './words.js'

/** What a change means, and why. */
export interface Judgement {
  readonly severity: Severity
  /** One sentence for a person. */
  readonly note: string
}

/**
 * Characters that nobody sees, or that change what is seen: controls, bidi and zero-width characters, tags, variation
 * selectors of the supplement, private use, half surrogates, and joiners that join no emoji and no marks. A new
 * definition may have its reasons for one of them; a text that somebody approved has none to gain one.
 */
const HIDDEN =
  /(?<![\p{Extended_Pictographic}\p{M}\p{Emoji_Modifier}])\u200d|(?![\t\n\r\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u2800\u3164]|[\u{e0100}-\u{e01ef}]/gu

/** What is ordinary in a definition and worth a look when it comes later. */
const NEWS: readonly (readonly [RegExp, Severity, string])[] = [
  [
    /\b(?:before|instead of|whenever|prior to)\b[^]{0,30}\b(?:using|calling|invoking|running)\b[^]{0,40}\btools?\b/gi,
    'high',
    'speaks of other tools',
  ],
  [/\b(?:https?|ftp|data|javascript):[^\s"'<>()]+/gi, 'high', 'brings in an address'],
]

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

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

function hasNew(pattern: RegExp, before: string, after: string): boolean {
  const known = new Set(before.match(pattern))
  return (after.match(pattern) ?? []).some((match) => !known.has(match))
}

/** What an added or changed text brings in that the old one did not have, by its letters alone. */
export function riskOfText(before: string, after: string): Judgement | undefined {
  if (count(after, HIDDEN) > count(before, HIDDEN))
    return { severity: 'critical', note: 'hidden characters were added' }
  for (const [pattern, severity, what] of NEWS) {
    if (hasNew(pattern, before, after)) return { severity, note: `the new text ${what}` }
  }
  return undefined
}

/** What the scanner finds in one value at its place. A piece of a definition has no name to be judged. */
function findingsAt(tokens: readonly string[], value: unknown): ScanFinding[] {
  if (value === undefined) return []
  let nested = value
  for (const token of [...tokens].reverse()) nested = /^\d+$/.test(token) ? [nested] : { [token]: nested }
  return [...findingsIn('tools', nested, new Map())].filter(({ rule }) => rule !== 'invalid-name')
}

function worstOf(findings: readonly ScanFinding[]): ScanFinding | undefined {
  const severity = gravest(findings.map((one) => one.severity))
  return findings.find((one) => one.severity === severity)
}

/** What the scanner says of a definition that is new as a whole (F-54). */
export function riskOfDefinition(definition: unknown): Judgement | undefined {
  const worst = worstOf([...findingsIn('tools', definition, new Map())])
  return worst && { severity: worst.severity, note: worst.message }
}

/**
 * What the scanner objects to in the new value and did not in the old one (F-54). Of texts also the sentences that were
 * added are looked at by themselves: a second order counts where there was one before.
 */
export function riskOfChange(tokens: readonly string[], before: unknown, after: unknown): Judgement | undefined {
  const texts = typeof before === 'string' && typeof after === 'string'
  const found = texts ? newAt(tokens, without(before, after), without(after, before)) : newAt(tokens, before, after)
  // Filler between sentences is seen in the whole only. Longer texts are conspicuous by their length.
  if (texts && after.length < WHOLE_TEXT) found.push(...newAt(tokens, before, after))
  const worst = worstOf(found)
  return worst && { severity: RAISED[worst.severity], note: worst.message }
}

function newAt(tokens: readonly string[], before: unknown, after: unknown): ScanFinding[] {
  const known = new Set(findingsAt(tokens, before).map(({ rule }) => rule))
  return findingsAt(tokens, after).filter(({ rule }) => !known.has(rule))
}

/** The sentences of a text that another one does not have. */
function without(text: string, other: string): string {
  const known = new Set(sentences(other).map(({ words }) => words))
  return sentences(text)
    .filter(({ words }) => !known.has(words))
    .map((sentence) => sentence.text)
    .join('\n')
}

/** Judges the change of a text that a model reads. */
export function judgeText(before: string, after: string): Judgement {
  const risk = riskOfText(before, after)
  if (risk) return risk
  if (isTypoFix(before, after)) return { severity: 'low', note: 'spelling or punctuation' }
  return { severity: 'medium', note: 'other words' }
}

/** Each change is one of space, of punctuation, of case, or of a letter or two within a word. */
function isTypoFix(before: string, after: string): boolean {
  const changes = diffWords(before, after).filter(({ kind }) => kind !== 'same')
  if (changes.length > 8) return false
  const words = (kind: 'added' | 'removed') =>
    changes
      .filter((run) => run.kind === kind)
      .flatMap(({ text }) => text.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [])
      .map((word) => word.toLowerCase())
  const [removed, added] = [words('removed'), words('added')]
  return (
    removed.length === added.length && removed.every((word, i) => word === added[i] || isNear(word, added[i] ?? ''))
  )
}

/** One letter may differ in a word of five, two in one of eight; digits never. */
function isNear(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  const allowed = shorter >= 8 ? 2 : shorter >= 4 && Math.max(a.length, b.length) >= 5 ? 1 : 0
  return allowed > 0 && a.length < 64 && b.length < 64 && !/\p{N}/u.test(a + b) && editDistance(a, b) <= allowed
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const best = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + cost)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(swapped ? Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1) : best)
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}
