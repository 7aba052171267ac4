const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)

/** CommonMark §6.1: delimiters longer than any run inside; in a table a bar would end the cell. */
export function codeSpan(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1)
  return `${ticks} ${text.replaceAll('|', '\\|')} ${ticks}`
}
