/** Lines that a diff adds. */
export function addedLines(diff: string): readonly string[] {
  return diff.split('\n').filter((line) => line.startsWith('+'))
}

/**
 * Applies a diff whose hunks are told apart by lines that begin with `@@`. A hunk is found by its text, which must occur
 * exactly once: line numbers of files that others release do not last.
 *
 * @throws {Error} naming the hunk that does not fit
 */
export function applyDiff(source: string, diff: string): string {
  const hunks = diff
    .split(/^@@.*\n/m)
    .map((hunk) => hunk.split('\n').filter((line) => line !== ''))
    .filter((lines) => lines.length > 0)
  return hunks.reduce((text, lines) => {
    const side = (marks: string): string =>
      lines
        .filter((line) => marks.includes(line[0] ?? ''))
        .map((line) => `${line.slice(1)}\n`)
        .join('')
    const before = side(' -')
    const parts = text.split(before)
    if (parts.length !== 2) throw new Error(`This hunk fits ${String(parts.length - 1)} times:\n${lines.join('\n')}`)
    return parts.join(side(' +'))
  }, source)
}
