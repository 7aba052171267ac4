import type { DefinitionDiff } from './diff-types.js'
import { severityOfDiff } from './diff.js'
import { reportEntries, summaryOf } from './report.js'
import type { Severity } from './types.js'
import { visibleJson } from './visible.js'
import type { WordRun } from './words.js'

const RED = '\u001b[31m'
const GREEN = '\u001b[32m'
const RESET = '\u001b[0m'

const COLORS: Readonly<Record<Severity, string>> = {
  none: '',
  low: '\u001b[36m',
  medium: '\u001b[33m',
  high: RED,
  critical: '\u001b[1;31m',
}

/**
 * A diff for a terminal. Removed words stand in `[-…-]`, added ones in `{+…+}`, with colour or without. Nothing that a server sent
 * reaches the terminal as a control character (see {@link visible}).
 *
 * @param options `color`: ANSI colours; default false
 * @example
 * ```ts
 * import { diffTools, renderTerminal } from '@sallyport/core/tool-guard'
 *
 * const diff = diffTools([{ name: 'add', description: 'Adds.' }], [{ name: 'add', description: 'Adds numbers.' }])
 * console.log(renderTerminal(diff, { color: false }))
 * ```
 */
export function renderTerminal(diff: DefinitionDiff, { color = false }: { readonly color?: boolean } = {}): string {
  const paint = (code: string, text: string) => (color && code !== '' ? code + text + RESET : text)
  const runs = (list: readonly WordRun[]) =>
    list
      .map(({ kind, text }) => {
        if (kind === 'same') return text
        return kind === 'removed' ? paint(RED, `[-${text}-]`) : paint(GREEN, `{+${text}+}`)
      })
      .join('')
  const lines = [`${summaryOf(diff)}; gravest: ${severityOfDiff(diff)}`]
  for (const { kind, name, severity, notes } of reportEntries(diff)) {
    lines.push('', `${paint(COLORS[severity], severity.padEnd(8))}  ${kind}  ${name}`)
    for (const note of notes) {
      lines.push(
        `  ${paint(COLORS[note.severity], note.severity.padEnd(8))}  ${[note.path, note.note].filter(Boolean).join('  ')}`,
      )
      if (note.before) lines.push(`    ${paint(RED, '-')} ${runs(note.before)}`)
      if (note.after) lines.push(`    ${paint(GREEN, '+')} ${runs(note.after)}`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** A diff as JSON: one object with `added`, `removed`, `changed`, `renamed` and `duplicated`. Unseen characters are escaped. */
export function renderJson(diff: DefinitionDiff): string {
  return `${visibleJson(JSON.stringify(diff, undefined, 2))}\n`
}
