import { describe, expect, it } from 'vitest'
import { patternProblem } from '../../../../src/policy/tool-guard/index.js'

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

  it('takes no time itself, whatever it reads [TL-16]', () => {
    const began = performance.now()
    for (const piece of ['(', '[', '(a+)+', 'a|', '\\s*', '(?:', '.*'])
      patternProblem(piece.repeat(100_000 / piece.length))
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
