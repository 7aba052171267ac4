import { describe, expect, it } from 'vitest'
import { patternProblem } from '../../../../src/policy/tool-guard/index.js'
import { chance } from '../definitions.js'

/** Patterns of few characters and many repetitions. */
function anyPattern(next: () => number): string {
  const pick = (choices: readonly string[]): string => choices[Math.floor(next() * choices.length)] ?? ''
  const group = (depth: number): string => `(${pick(['', '?:'])}${alternatives(depth)})`
  const piece = (depth: number): string => {
    const atom = depth > 0 && next() < 0.4 ? group(depth - 1) : pick(['a', 'b', '[ab]', '.', '\\w', '[^b]', '\\.', '-'])
    return atom + pick(['', '', '', '*', '+', '?', '{2,}', '{0,20}', '{2}', '*?'])
  }
  const sequence = (depth: number): string =>
    Array.from({ length: 1 + Math.floor(next() * 3) }, () => piece(depth)).join('')
  const alternatives = (depth: number): string =>
    Array.from({ length: next() < 0.3 ? 2 : 1 }, () => sequence(depth)).join('|')
  return `^${alternatives(3)}$`
}

describe('patternProblem', () => {
  it.each(['.*.*=.*', '\\d+\\d+$', '[a-z]*[0-9a-f]*x', '^[a-z0-9._]+(?:[-._a-z0-9]*)$', '\\s*\\s*$', '(ab+)+b*c'])(
    'finds that %j takes quadratic time [TL-16]',
    (pattern) => {
      expect(patternProblem(pattern)).toBe('pattern-quadratic')
    },
  )

  it.each([
    '(a+)+$',
    '([a-zA-Z]+)*$',
    '(a|aa)+$',
    '(a|a?)+$',
    '(.*a){12}',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(x+x+)+y',
    '(a+a)+b',
    '(?:a+b?)+$',
    '(?:ab|a|b)+$',
    '(a*)*b',
    '(?:a|[a-z])*!',
    '(\\w|\\d)+$',
    '^(\\w+\\s?)*$',
    '(a+){2,}b',
    '((a?)?)*c',
    '(a)\\1+',
    '(?<n>a+)\\k<n>',
    'a'.repeat(1_001),
    '(?=(a+)+b)',
    '(?:(?:a+)?)+b',
  ])('finds that %j may take too long [TL-16]', (pattern) => {
    expect(patternProblem(pattern)).toBe('pattern-slow')
  })

  it.each([
    '^[a-z]+$',
    '^[A-Za-z0-9_.-]{1,128}$',
    '^\\d{4}-\\d{2}-\\d{2}$',
    '^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$',
    '^(GET|POST|PUT)$',
    '^(?:[a-z0-9]+-)*[a-z0-9]$',
    '^\\/[^\\0]*$',
    '^sha256-[A-Za-z0-9_-]{43}$',
    '^(\\d+,)*\\d$',
    '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$',
    '',
    '^\\s*$',
    '^"[^"]*"$',
    '\\D+\\d+',
    '^I?\\d+[:|-]\\d+(?:;\\d+[:|-]\\d+)*$',
    '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,9}$',
    '^(?:foo|far)+$',
  ])('lets %j pass [TL-16]', (pattern) => {
    expect(patternProblem(pattern)).toBeUndefined()
  })

  it.each(['(', '[z-a]', '*a', '\\', '(?<a>x)(?<a>y)', 'a{2,1}'])('finds that %j is no pattern [TL-14]', (pattern) => {
    expect(patternProblem(pattern)).toBe('pattern-invalid')
  })

  it('lets none of 1 000 random patterns pass that takes exponential time [TL-16] [F-55]', () => {
    const draw = chance(20261121)
    const next = () => draw() / 2_147_483_647
    const texts = ['a', 'b', 'ab', 'aab', 'a.', 'a-', 'abab.'].map((text) => `${text.repeat(24).slice(0, 24)}!`)
    const slowest = (pattern: string): number => {
      const began = performance.now()
      const expression = new RegExp(pattern, 'u')
      for (const text of texts) expression.test(text)
      return performance.now() - began
    }
    const passed = Array.from({ length: 1_000 }, () => anyPattern(next)).filter((pattern) => {
      const problem = patternProblem(pattern)
      return problem === undefined || problem === 'pattern-quadratic'
    })
    expect(passed.length).toBeGreaterThan(300)
    // The second time counts: the machine may have been busy with something else the first time.
    expect(passed.filter((pattern) => slowest(pattern) > 200 && slowest(pattern) > 200)).toEqual([])
  })

  it('takes no time itself, whatever it reads [TL-16]', () => {
    const began = performance.now()
    for (const piece of ['(', '[', '(a+)+', 'a|', '\\s*', '(?:', '.*'])
      patternProblem(piece.repeat(100_000 / piece.length))
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
