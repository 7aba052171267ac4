/** Words that mean something to a shell only. Standing alone they are a sign that a shell was expected. */
const SHELL_WORDS: ReadonlySet<string> = new Set(['|', '||', '&', '&&', ';', '<', '<<', '>', '>>', '2>', '2>&1'])

export type SplitCommand =
  | { readonly ok: true; readonly argv: readonly [string, ...string[]] }
  | { readonly ok: false; readonly problem: string }

/**
 * Splits a command line into program and arguments without a shell: nothing is expanded, nothing is run. Words end at
 * spaces; single quotes keep everything, double quotes all but `\"` and `\\`; outside of quotes a backslash protects a
 * space, a quote or a backslash, and is itself before anything else, so that `C:\tools` stays what it is.
 */
export function splitCommand(line: string): SplitCommand {
  const words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  let quoted = false
  const end = (): string | undefined => {
    if (word === undefined) return undefined
    if (!quoted && SHELL_WORDS.has(word)) return word
    words.push(word)
    word = undefined
    quoted = false
    return undefined
  }
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i)
    const next = line.charAt(i + 1)
    if (char === '\0') return { ok: false, problem: 'It holds a NUL character.' }
    if (quote === undefined && /\s/.test(char)) {
      const operator = end()
      if (operator !== undefined) return shellNeeded(operator)
    } else if (quote === undefined && (char === '"' || char === "'")) {
      quote = char
      quoted = true
      word ??= ''
    } else if (char === quote) quote = undefined
    else if (char === '\\' && quote !== "'" && isProtected(next, quote)) {
      word = (word ?? '') + next
      quoted = true
      i++
    } else word = (word ?? '') + char
  }
  if (quote !== undefined) return { ok: false, problem: `The quote ${quote} is not closed.` }
  const operator = end()
  if (operator !== undefined) return shellNeeded(operator)
  const [program, ...args] = words
  if (program === undefined || program === '') return { ok: false, problem: 'It names no program.' }
  return { ok: true, argv: [program, ...args] }
}

/** The line that {@link splitCommand} splits into these words. */
export function joinCommand(argv: readonly string[]): string {
  return argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoteWord(word))).join(' ')
}

const quoteWord = (word: string): string =>
  word.includes("'") ? `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : `'${word}'`

const isProtected = (char: string, quote: string | undefined): boolean =>
  char !== '' && (quote === undefined ? /[\s"'\\]/ : /["\\]/).test(char)

const shellNeeded = (operator: string): SplitCommand => ({
  ok: false,
  problem: `"${operator}" needs a shell, and none is used.`,
})
