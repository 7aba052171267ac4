/** A character, class or escape as written; `undefined` for any character. */
export type Token = string | undefined

/** Part of a sequence, as far as backtracking goes. */
export interface Piece {
  /** What it may begin with. */
  readonly firsts: readonly Token[]
  /** Everything that stands in it. */
  readonly tokens: readonly Token[]
  /** What repeats in it, without end or many times; once for each turn of a group that is counted. */
  readonly loops: readonly Token[]
  readonly optional: boolean
}

/** The alternatives of a group, or of a whole pattern. */
export type Alternatives = readonly (readonly Piece[])[]

/** Told of each group, and how often it may be repeated; the whole pattern is one. */
export type Visit = (alternatives: Alternatives, repeated: boolean) => void

/** A repetition with at least so many turns counts as one without end. */
const MANY = 10

/** More are not counted. */
const MAX_LOOPS = 50

/** Reads a pattern that the engine has accepted with the `u` flag. */
export function readPattern(pattern: string, visit: Visit): void {
  let at = 0
  visit(alternatives(), false)

  function alternatives(): Alternatives {
    const all: Piece[][] = [[]]
    while (at < pattern.length && pattern[at] !== ')') {
      if (pattern[at] === '|') {
        at++
        all.push([])
      } else all.at(-1)?.push(piece())
    }
    return all
  }

  function piece(): Piece {
    const inner = pattern[at] === '(' ? group() : undefined
    const only = inner ? undefined : [token()]
    const { min, max } = quantifier()
    const repeated = max >= MANY
    if (inner) visit(inner, repeated)
    const pieces = inner?.flat() ?? []
    const firsts = only ?? inner?.flatMap(firstsOf) ?? []
    const once = pieces.flatMap((part) => part.loops)
    const times = repeated ? 1 : Math.max(1, max)
    const loops = Array.from({ length: times }, () => once)
      .flat()
      .slice(0, MAX_LOOPS)
    return {
      firsts,
      tokens: only ?? pieces.flatMap(({ tokens }) => tokens),
      loops: repeated ? [...loops, ...firsts] : loops,
      optional: min === 0 || inner?.some(isEmptyable) === true,
    }
  }

  function group(): Alternatives {
    const head = /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:))?/.exec(pattern.slice(at))
    at += head?.[0].length ?? 1
    const inner = alternatives()
    at++
    return inner
  }

  function token(): Token {
    const text = TOKEN.exec(pattern.slice(at))?.[0] ?? ''
    at += Math.max(1, text.length)
    return text === '.' ? undefined : text
  }

  function quantifier(): { min: number; max: number } {
    const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(pattern.slice(at))
    if (!found) return { min: 1, max: 1 }
    at += found[0].length
    const [whole, low, comma, high = ''] = found
    if (low === undefined) return { min: whole.startsWith('+') ? 1 : 0, max: whole.startsWith('?') ? 1 : Infinity }
    if (comma === '') return { min: Number(low), max: Number(low) }
    return { min: Number(low), max: high === '' ? Infinity : Number(high) }
  }
}

const TOKEN =
  /^(?:\[(?:\\[^]|[^\]\\])*\]|\\(?:u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[pP]\{[^}]*\}|c[A-Za-z]|[^])|[^])/u

/** True when a sequence may match nothing. */
export const isEmptyable = (pieces: readonly Piece[]): boolean => pieces.every(({ optional }) => optional)

/** What a sequence may begin with. */
export function firstsOf(pieces: readonly Piece[]): readonly Token[] {
  const firm = pieces.findIndex(({ optional }) => !optional)
  return pieces.slice(0, firm < 0 ? pieces.length : firm + 1).flatMap(({ firsts }) => firsts)
}

/** True when some character is matched by both, as far as one can tell by trying. */
export function overlap(some: readonly Token[], others: readonly Token[]): boolean {
  return some.some((a) => others.some((b) => meet(a, b)))
}

function meet(a: Token, b: Token): boolean {
  if (a === '^' || a === '$' || b === '^' || b === '$') return false
  if (a === undefined || b === undefined || a === b) return true
  const [aChar, bChar] = [literal(a), literal(b)]
  if (aChar !== undefined && bChar !== undefined) return aChar === bChar
  if (aChar !== undefined) return matches(b, aChar)
  if (bChar !== undefined) return matches(a, bChar)
  return probes().some((probe) => matches(a, probe) && matches(b, probe))
}

/** The character that a token stands for, when it is exactly one. */
export function literal(token: Token): string | undefined {
  if (token === undefined) return undefined
  if (/^[^\\[]$/u.test(token)) return token
  return /^\\[^a-zA-Z0-9]$/u.test(token) ? token.slice(1) : undefined
}

function matches(token: string, character: string): boolean {
  try {
    return new RegExp(`^${token}$`, 'u').test(character)
  } catch {
    return true
  }
}

/** Characters by which two classes are compared: all of ASCII, and some from beyond. */
const probes = (): string[] => [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...['é', 'Ж', '中', '\u00a0', '\u2028', '😀'],
]
