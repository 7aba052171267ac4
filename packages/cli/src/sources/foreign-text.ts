import { visible } from '@sallyport/core/tool-guard'

const MAX_LINE = 300

/** One line that a stranger wrote, fit for a terminal. */
export function foreignLine(text: string, maxLength = MAX_LINE): string {
  const line = text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`
  return visible(line)
}

/** The last lines that a stranger wrote, each fit for a terminal and behind a bar, so that they pass for nobody else's. */
export function foreignLines(text: string, count: number): string {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  return lines
    .slice(-count)
    .map((line) => `  | ${foreignLine(line)}`)
    .join('\n')
}
