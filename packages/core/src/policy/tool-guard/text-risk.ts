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

/** Longer than names, formats and versions are; an order can be packed into one word. */
const ONE_WORD = 64

/** Holds more than one word, or more than a word. */
const isProse = (text: string): boolean => text.length > ONE_WORD || /[^\w.$/:#-]/.test(text)

/**
 * What is to be said of words that nobody has judged: where no scanner looks, they weigh as much as what may be in them.
 *
 * @param before texts that were approved
 */
export function riskUnread(before: readonly string[], after: readonly string[]): Judgement | undefined {
  const known = new Set(before)
  const [only, more] = after.filter((text) => !known.has(text) && isProse(text))
  if (only === undefined) return undefined
  const [old] = before
  const isFixed = more === undefined && before.length === 1 && old !== undefined && isTypoFix(old, only)
  return isFixed ? undefined : { severity: 'high', note: 'new words, which no scanner has read' }
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
