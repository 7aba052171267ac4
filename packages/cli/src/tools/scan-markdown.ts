import { SCAN_RULES } from '@sallyport/core/tool-guard'
import { foreignLine } from '../sources/foreign-text.js'
import { codeSpan } from './markdown.js'
import { scanSummary, suspicious, type ScanEntry } from './scan-entries.js'

/** GitHub refuses a comment of more than 65 536 characters. */
const MAX_LENGTH = 60_000

const OURS: ReadonlySet<string> = new Set(SCAN_RULES.map(({ title }) => title))

/** Some messages repeat a name that a server chose. */
const messageText = (message: string): string =>
  OURS.has(message) ? message.replaceAll('|', '\\|') : codeSpan(foreignLine(message))

/** For a comment on a pull request. All that a server sent stands inside code. */
export function scanMarkdown(entries: readonly ScanEntry[]): string {
  const heading = `### Scan: ${scanSummary(entries)}`
  const rows = suspicious(entries).flatMap(({ kind, name, findings }) =>
    findings.map(({ rule, severity, path, excerpt, message }) => {
      const what = name === '' ? kind : `${kind} ${codeSpan(foreignLine(name, 120))}`
      const where = path === '' ? '' : codeSpan(foreignLine(path, 160))
      const cells = [severity, what, rule, where, messageText(message)]
      return `| ${[...cells, excerpt === '' ? '' : codeSpan(foreignLine(excerpt, 200))].join(' | ')} |`
    }),
  )
  if (rows.length === 0) return heading
  const header = ['| severity | where | rule | path | what | excerpt |', '| --- | --- | --- | --- | --- | --- |']
  const shown: string[] = []
  let length = 0
  for (const row of rows) {
    length += row.length + 1
    if (length > MAX_LENGTH) break
    shown.push(row)
  }
  const left = rows.length - shown.length
  const more = left > 0 ? [`\n${String(left)} more findings: run \`sallyport tools scan\`.`] : []
  return [heading, '', ...header, ...shown, ...more].join('\n')
}
