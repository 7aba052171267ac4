import { RE2JS } from 're2js'

const MAX_PATTERN = 1_000

/** WhiteSpace and LineTerminator of ECMA-262; RE2 means six of them. */
const SPACE = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
] as const

const point = (code: number): string => `\\x{${code.toString(16)}}`
const SPACES = SPACE.map(([from, to]) => `${point(from)}-${point(to)}`).join('')
const NO_SPACES = [...SPACE, [0x110000, 0] as const]
  .map(([from], index) => `${point((SPACE[index - 1]?.[1] ?? -1) + 1)}-${point(from - 1)}`)
  .join('')

/** RE2 has the short names. */
const CATEGORIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    L: 'Letter Lu Uppercase_Letter Ll Lowercase_Letter Lt Titlecase_Letter LC Cased_Letter Lm Modifier_Letter Lo Other_Letter',
    M: 'Mark M Combining_Mark Mn Nonspacing_Mark Mc Spacing_Mark Me Enclosing_Mark',
    N: 'Number Nd Decimal_Number Nd digit Nl Letter_Number No Other_Number',
    P: 'Punctuation P punct Pc Connector_Punctuation Pd Dash_Punctuation Ps Open_Punctuation Pe Close_Punctuation Pi Initial_Punctuation Pf Final_Punctuation Po Other_Punctuation',
    S: 'Symbol Sm Math_Symbol Sc Currency_Symbol Sk Modifier_Symbol So Other_Symbol',
    Z: 'Separator Zs Space_Separator Zl Line_Separator Zp Paragraph_Separator',
    C: 'Other Cc Control Cc cntrl Cf Format Cs Surrogate Co Private_Use Cn Unassigned',
  }).flatMap(([group, names]) => {
    const words = [group, ...names.split(' ')]
    return words.flatMap((word, index) => (index % 2 === 1 ? [[word, words[index - 1] ?? ''] as const] : []))
  }),
)

/** What is not written the same in RE2, outside of a class and in one. */
const OUTSIDE =
  /\\u\{[^}]+\}|\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|\\u[\da-f]{4}|\\c[a-z]|\\p\{[^}]+\}|\\[^]|\(\?<(?![=!])[^>]+>|\(\?:|\{[^}]+\}|\[\^?\]|\[\^?|\.|[^]/iuy
const INSIDE = /\\u\{[^}]+\}|\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|\\u[\da-f]{4}|\\c[a-z]|\\p\{[^}]+\}|\\[^]|[^]/iuy

function escape(token: string, isInClass: boolean): string {
  switch (token[1]) {
    case 's':
      return isInClass ? SPACES : `[${SPACES}]`
    case 'S':
      return isInClass ? NO_SPACES : `[${NO_SPACES}]`
    case 'u': {
      if (token[2] === '{') return `\\x${token.slice(2)}`
      // One or two units of UTF-16: a pair is one character.
      const units = token
        .slice(2)
        .split('\\u')
        .map((unit) => parseInt(unit, 16))
      return Array.from(String.fromCharCode(...units), (one) => point(one.codePointAt(0) ?? 0)).join('')
    }
    case 'c':
      return point(token.charCodeAt(2) % 32)
    case 'p':
    case 'P': {
      const name = token.slice(3, -1).replace(/^(?:General_Category|gc|Script|sc)=/u, '')
      return `\\${token[1]}{${CATEGORIES.get(name) ?? name}}`
    }
    case '0':
      return point(0)
    case 'b':
      return isInClass ? point(8) : token
    default:
      // What a group has matched is not known while RE2 reads on.
      if (/\\[1-9k]/u.test(token)) throw new SyntaxError('The pattern refers back to a group.')
      return token
  }
}

function outside(token: string): string {
  if (token.startsWith('\\')) return escape(token, false)
  if (token === '.') return '[^\\n\\r\\x{2028}\\x{2029}]'
  if (token === '[]') return '[^\\x{0}-\\x{10ffff}]'
  if (token === '[^]') return '[\\x{0}-\\x{10ffff}]'
  return token.startsWith('(?<') ? '(?:' : token
}

function inside(token: string): string {
  if (token.startsWith('\\')) return escape(token, true)
  return token === '[' ? '\\[' : token
}

interface Token {
  readonly text: string
  readonly isInClass: boolean
}

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = []
  let isInClass = false
  for (let at = 0; at < source.length;) {
    const reader = isInClass ? INSIDE : OUTSIDE
    reader.lastIndex = at
    const text = reader.exec(source)?.[0] ?? ''
    tokens.push({ text, isInClass })
    if (isInClass ? text === ']' : text === '[' || text === '[^') isInClass = !isInClass
    at += text.length
  }
  return tokens
}

/** How often a quantifier writes out what stands before it. */
function timesOf(quantifier: string): number {
  return Math.max(...quantifier.slice(1, -1).split(',').map(Number)) + (quantifier.endsWith(',}') ? 1 : 0)
}

/** About how many parts the program will have; tables of Unicode take as long as forty. */
function weigh(tokens: readonly Token[]): number {
  const sums = [0]
  let last = 0
  for (const { text, isInClass } of tokens) {
    const before = sums.pop() ?? 0
    if (text.startsWith('{') && !isInClass) {
      const more = last * (timesOf(text) - 1)
      sums.push(before + more)
      last += more
    } else if (text.startsWith('(') && !isInClass) sums.push(before + 1, 0)
    else if (text === ')' && !isInClass) {
      sums.push((sums.pop() ?? 0) + before)
      last = before + 1
    } else {
      const own = /^\\p/i.test(text) ? 40 : /^\\[sdw]/i.test(text) ? 6 : isInClass ? 0.02 : 1
      // A class grows until it is closed.
      last = isInClass ? last + own : own
      sums.push(before + own)
    }
  }
  return sums.reduce((sum, one) => sum + one, 0)
}

/**
 * A `pattern` of JSON Schema (2020-12 Validation §6.3.3: ECMA-262, Unicode) as RE2 has it, which knows neither looking
 * around nor back references: what it takes, it matches in linear time. A repetition is written out, so what it takes to
 * compile is weighed before.
 *
 * @throws {Error} for a pattern that is malformed, too long, heavier than `room`, or more than a regular expression
 */
export function compilePattern(source: string, room: number): { readonly pattern: RE2JS; readonly weight: number } {
  if (source.length > MAX_PATTERN) throw new SyntaxError('The pattern is too long.')
  // Compiled, never run: it says whether this is ECMA-262, so that everything below is.
  new RegExp(source, 'u')
  const tokens = tokensOf(source)
  const weight = weigh(tokens)
  if (weight > room) throw new SyntaxError('The pattern is too large.')
  const translated = tokens.map(({ text, isInClass }) => (isInClass ? inside(text) : outside(text)))
  return { pattern: RE2JS.compile(translated.join('')), weight }
}
