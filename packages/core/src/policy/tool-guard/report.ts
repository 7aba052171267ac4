import type { DefinitionChange, DefinitionDiff } from './diff-types.js'
import { byCodeUnits } from './lists.js'
import { gravest } from './severities.js'
import type { Severity } from './types.js'
import { visible, visibleJson } from './visible.js'
import type { WordRun } from './words.js'

/** Characters of a value that are shown; a review needs the place and the beginning, not a megabyte. */
const MAX_VALUE = 2000

/** Characters of a name or path that are shown. */
const MAX_NAME = 300

/** Characters of unchanged text that are shown on each side of a change. */
const CONTEXT = 80

/** One paragraph of a report, for all renderers. Strings are visible, but not escaped. */
export interface ReportEntry {
  readonly kind: keyof DefinitionDiff
  readonly name: string
  readonly severity: Severity
  readonly notes: readonly ReportNote[]
}

/** One change inside an entry. */
export interface ReportNote {
  readonly path: string
  readonly severity: Severity
  readonly note: string
  readonly before: readonly WordRun[] | undefined
  readonly after: readonly WordRun[] | undefined
}

/** The entries of a diff, the gravest first. */
export function reportEntries(diff: DefinitionDiff): ReportEntry[] {
  const lone = (kind: 'added' | 'removed') =>
    diff[kind].map(({ name, severity, note, definition }): ReportEntry => {
      const text = [wholeJson(definition)]
      const sides = kind === 'added' ? { before: undefined, after: text } : { before: text, after: undefined }
      return { kind, name: shown(name), severity, notes: [{ path: '', severity, note: shown(note), ...sides }] }
    })
  const entries: ReportEntry[] = [
    ...lone('added'),
    ...lone('removed'),
    ...diff.changed.map(({ name, severity, changes }): ReportEntry => {
      return { kind: 'changed', name: shown(name), severity, notes: changes.map(noteOf) }
    }),
    ...diff.renamed.map(({ from, to, severity, changes }): ReportEntry => {
      return { kind: 'renamed', name: `${shown(from)} → ${shown(to)}`, severity, notes: changes.map(noteOf) }
    }),
    ...diff.duplicated.map(({ name, side, count, severity }): ReportEntry => {
      const note = `stands ${String(count)} times in the ${side === 'after' ? 'new' : 'old'} list`
      const notes = [{ path: '', severity, note, before: undefined, after: undefined }]
      return { kind: 'duplicated', name: shown(name), severity, notes }
    }),
  ]
  return entries.sort((a, b) => bySeverity(a.severity, b.severity) || byCodeUnits(a.name, b.name))
}

/** For example `2 changed, 1 added`; `nothing changed` of nothing. */
export function summaryOf(diff: DefinitionDiff): string {
  const kinds = ['added', 'removed', 'changed', 'renamed', 'duplicated'] as const
  const counts = kinds.flatMap((kind) => (diff[kind].length > 0 ? [`${String(diff[kind].length)} ${kind}`] : []))
  return counts.length > 0 ? counts.join(', ') : 'nothing changed'
}

function noteOf({ path, severity, note, before, after, words }: DefinitionChange): ReportNote {
  const one = (value: unknown) => [typeof value === 'string' ? wholeText(value) : wholeJson(value)]
  return {
    path: shown(path),
    severity,
    note: shown(note),
    before: words ? side(words, 'removed') : before === undefined ? undefined : one(before),
    after: words ? side(words, 'added') : after === undefined ? undefined : one(after),
  }
}

/** The old or the new text, unchanged runs cut down to what is near a change. */
function side(runs: readonly WordRun[], kind: 'removed' | 'added'): WordRun[] {
  const last = runs.length - 1
  return runs.flatMap((run, i): WordRun[] => {
    if (run.kind === kind) return [{ kind, text: visible(cut(run.text, MAX_VALUE)) }]
    if (run.kind !== 'same') return []
    const [head, tail] = [i > 0 ? CONTEXT : 0, i < last ? CONTEXT : 0]
    if (run.text.length <= head + tail + 40) return [{ kind: 'same', text: visible(run.text) }]
    const end = tail > 0 ? visible(run.text.slice(-tail)) : ''
    return [{ kind: 'same', text: `${visible(run.text.slice(0, head))} … ${end}` }]
  })
}

// Cut first: what is never shown need not be made visible.
const shown = (text: string): string => visible(cut(text, MAX_NAME))

const wholeText = (text: string): WordRun => ({ kind: 'same', text: visible(cut(text, MAX_VALUE)) })

const wholeJson = (value: unknown): WordRun => ({
  kind: 'same',
  text: visibleJson(cut(JSON.stringify(value), MAX_VALUE)),
})

const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max)} … (${String(text.length - max)} more characters)`

const bySeverity = (a: Severity, b: Severity): number => (a === b ? 0 : gravest([a, b]) === a ? -1 : 1)
