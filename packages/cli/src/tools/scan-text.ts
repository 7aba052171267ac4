import { SCAN_RULES } from '@sallyport/core/tool-guard'
import { foreignLine } from '../sources/foreign-text.js'
import { table } from '../terminal/table.js'
import { paint, type Terminal } from '../terminal/terminal.js'
import { scanSummary, suspicious, type ScanEntry } from './scan-entries.js'
import { SEVERITY_STYLES } from './severities.js'

const HEADER = ['SEVERITY', 'KIND', 'NAME', 'RULES']
const MAX_NAME = 60

const nameOf = ({ name, kind, index }: ScanEntry): string =>
  name === '' ? (kind === 'instructions' ? '-' : `#${String(index + 1)}`) : foreignLine(name, MAX_NAME)

/** For a person: a table of what has findings, then each finding, then a summary line. */
export function scanText(entries: readonly ScanEntry[], terminal: Terminal): string {
  const found = suspicious(entries)
  const summary = paint(terminal, 'bold', scanSummary(entries))
  if (found.length === 0) return summary
  const fixes = new Map(SCAN_RULES.map(({ id, fix }) => [id, fix]))
  const rows = found.map((entry) => [
    entry.severity,
    entry.kind,
    nameOf(entry),
    [...new Set(entry.findings.map(({ rule }) => rule))].join(', '),
  ])
  const grade = (severity: ScanEntry['severity'], text: string = severity): string =>
    paint(terminal, SEVERITY_STYLES[severity], text)
  const overview = table([HEADER, ...rows], (cell, column) => {
    const severity = column === 0 ? found.find((entry) => entry.severity === cell)?.severity : undefined
    return severity ? grade(severity) : cell
  })
  const details = found.map((entry) => {
    const lines = entry.findings.flatMap(({ rule, severity, path, excerpt, message }) => {
      const fix = fixes.get(rule)
      return [
        `  ${grade(severity, severity.padEnd(8))}  ${rule}  ${foreignLine(path)}`,
        `            ${foreignLine(message)}`,
        ...(excerpt === '' ? [] : [`            > ${foreignLine(excerpt)}`]),
        ...(fix === undefined ? [] : [`            ${fix}`]),
      ]
    })
    return [paint(terminal, 'bold', `${entry.kind} ${nameOf(entry)}`), ...lines].join('\n')
  })
  return [overview, ...details, summary].join('\n\n')
}
