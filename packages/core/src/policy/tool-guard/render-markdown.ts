import type { DefinitionDiff } from './diff-types.js'
import { severityOfDiff } from './diff.js'
import { reportEntries, summaryOf } from './report.js'
import type { WordRun } from './words.js'

/**
 * A diff for a comment on a pull request. All that a server sent stands inside code, where no link, image, mention or
 * heading of its making comes to life, and no run of backticks ends it.
 *
 * @example
 * ```ts
 * import { diffTools, renderMarkdown } from '@sallyport/core/tool-guard'
 *
 * console.log(renderMarkdown(diffTools([], [{ name: 'add' }])))
 * ```
 */
export function renderMarkdown(diff: DefinitionDiff): string {
  const blocks = reportEntries(diff).map(({ kind, name, severity, notes }) => {
    const lines = notes.flatMap(({ path, severity: grade, note, before, after }) => [
      `@@ ${[path, `${grade}: ${note}`].filter(Boolean).join(' ')} @@`,
      ...(before ? [`- ${plain(before)}`] : []),
      ...(after ? [`+ ${plain(after)}`] : []),
    ])
    return `#### ${severity}: ${kind} ${codeSpan(name)}\n\n${fenced(lines.join('\n'))}`
  })
  const heading = `### Definitions: ${summaryOf(diff)}; gravest: ${severityOfDiff(diff)}`
  return `${[heading, ...blocks].join('\n\n')}\n`
}

function plain(runs: readonly WordRun[]): string {
  return runs
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`))
    .join('')
}

/** CommonMark §6.1: delimiters longer than any run inside; spaces keep a backtick at the edge apart. */
function codeSpan(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1)
  return `${ticks} ${text} ${ticks}`
}

/** CommonMark §4.5: a fence ends only at one at least as long. */
function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}diff\n${text}\n${fence}`
}

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
