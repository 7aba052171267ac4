/** A run of a text: in both, only in the old, or only in the new one. */
export interface WordRun {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

/** Words of letters and digits, runs of space, and everything else one by one. */
const TOKENS = /[\p{L}\p{N}\p{M}_]+|\s+|[^]/gu

/** Cells of the table that is filled at most; texts that differ in more places are shown as replaced. */
const MAX_CELLS = 1_000_000

/**
 * What changed between two texts, word by word: the longest common subsequence of their words. Takes bounded time: where
 * more than a million pairs of words would be compared, the differing middle counts as replaced.
 *
 * @returns runs whose `same` and `removed` parts give `before`, whose `same` and `added` parts give `after`
 * @example
 * ```ts
 * import { diffWords } from '@sallyport/core/tool-guard'
 *
 * console.log(diffWords('Adds numbers', 'Adds two numbers').map(({ kind, text }) => `${kind}:${text}`))
 * ```
 */
export function diffWords(before: string, after: string): WordRun[] {
  const a = before.match(TOKENS) ?? []
  const b = after.match(TOKENS) ?? []
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const runs: WordRun[] = []
  push(runs, 'same', a.slice(0, start))
  compareMiddle(runs, a.slice(start, a.length - end), b.slice(start, b.length - end))
  push(runs, 'same', a.slice(a.length - end))
  return runs
}

function compareMiddle(runs: WordRun[], a: readonly string[], b: readonly string[]): void {
  if (a.length === 0 || b.length === 0 || a.length * b.length > MAX_CELLS) {
    push(runs, 'removed', a)
    push(runs, 'added', b)
    return
  }
  const lengths = commonLengths(a, b)
  const width = b.length + 1
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      push(runs, 'same', [a[i++] ?? ''])
      j++
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) {
      push(runs, 'removed', [a[i++] ?? ''])
    } else {
      push(runs, 'added', [b[j++] ?? ''])
    }
  }
  push(runs, 'removed', a.slice(i))
  push(runs, 'added', b.slice(j))
}

/** Length of the longest common subsequence of what stands from `i` and from `j` on, at `i * width + j`. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j
      lengths[at] =
        a[i] === b[j] ? (lengths[at + width + 1] ?? 0) + 1 : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0)
    }
  }
  return lengths
}

function push(runs: WordRun[], kind: WordRun['kind'], tokens: readonly string[]): void {
  const text = tokens.join('')
  if (text === '') return
  const last = runs[runs.length - 1]
  if (last?.kind === kind) runs[runs.length - 1] = { kind, text: last.text + text }
  else runs.push({ kind, text })
}
