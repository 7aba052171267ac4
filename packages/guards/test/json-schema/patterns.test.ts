import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSchemaCompiler } from '../../src/json-schema/index.js'

const compileSchema = createSchemaCompiler()
const matches = (pattern: string, text: string) => compileSchema({ pattern })(text).ok

/** Every character that some class of ECMA-262 or RE2 treats in a way of its own, and neighbours of these. */
const TEXTS = [
  ...Array.from({ length: 0x100 }, (_, code) => String.fromCodePoint(code)),
  ...[0x1680, 0x180e, 0x1fff, 0x2000, 0x200a, 0x200b, 0x2027, 0x2028, 0x2029, 0x202a, 0x202f, 0x205f, 0x2060, 0x3000],
  ...[0xfeff, 0xfffd, 0xffff, 0x10000, 0x1f4a9, 0x10ffff, 0x3b1, 0x43f, 0x660, 0x9ea, 0x4e00, 0x17f, 0x212a],
].map((one) => (typeof one === 'number' ? String.fromCodePoint(one) : one))

const characters = fc.constantFrom(...TEXTS, ...Array.from('aaabbb01 -_[]^$.\n\ré💩'))
const escapes = fc.constantFrom(
  ...['\\s', '\\S', '\\d', '\\D', '\\w', '\\W', '\\n', '\\r', '\\t', '\\v', '\\f', '\\0', '\\cA', '\\cz', '\\x41'],
  ...[
    '\\u0041',
    '\\ud83d\\udca9',
    '\\u0061\\ud83d\\udca9',
    '\\u{1F4A9}',
    '\\u{61}',
    '\\/',
    '\\.',
    '\\\\',
    '\\[',
    '\\]',
  ],
  ...['\\^', '\\$', '\\{', '\\}', '\\p{L}', '\\P{Lu}', '\\p{Letter}', '\\p{Script=Greek}', '\\P{gc=Decimal_Number}'],
)
const member = fc.oneof(
  escapes,
  fc.constantFrom(
    '\\b',
    '\\-',
    'a-f',
    '0-9',
    '\\x00-\\x1f',
    '\\u{10000}-\\u{10FFFF}',
    '[',
    '.',
    '$',
    '(',
    '&&',
    'é',
    '💩',
  ),
)
const charClass = fc
  .tuple(fc.constantFrom('[', '[^'), fc.array(member, { maxLength: 4 }))
  .map(([open, members]) => `${open}${members.join('')}]`)
const { pattern } = fc.letrec<{ atom: string; pattern: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: 'small' },
    escapes,
    charClass,
    fc.constantFrom('.', 'a', 'b', '-', '^', '$', '\\b', '\\B', 'é', '💩', ' '),
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?<name>'), tie('pattern'))
      .filter(([, inner]) => !inner.includes('(?<name>'))
      .map(([open, inner]) => `${open}${inner})`),
  ),
  pattern: fc
    .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '*?', '{2}', '{1,3}', '|')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.map(([atom, repeat]) => (/^[$^]$|^\\[bB]$/.test(atom) ? atom : atom + repeat)).join('')),
}))

function isEcma(source: string): boolean {
  try {
    return new RegExp(source, 'u').test('') || true
  } catch {
    return false
  }
}

describe('a pattern', () => {
  it('matches what ECMA-262 has it match [F-55] [TL-16]', () => {
    const cases = fc.tuple(pattern.filter(isEcma), fc.array(characters, { maxLength: 6 }))
    fc.assert(
      fc.property(cases, ([source, parts]) => {
        const text = parts.join('')
        expect(matches(source, text)).toBe(new RegExp(source, 'u').test(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    '\\s',
    '\\S',
    '[\\s]',
    '[^\\s]',
    '[\\S]',
    '.',
    '\\w',
    '\\d',
    '\\W',
    '[\\b]',
    '[]',
    '[^]',
    '\\p{Zs}',
    '\\p{Letter}',
  ])('takes %s for the characters ECMA-262 does', (source) => {
    const theirs = new RegExp(`^${source}$`, 'u')
    expect(TEXTS.filter((text) => matches(`^${source}$`, text))).toEqual(TEXTS.filter((text) => theirs.test(text)))
  })

  it.each(['\\a', '\\A', 'a\\z', '\\Qa\\E', '(?P<n>a)', '\\pL', '\\_', 'a{,2}', '[\\w-.]', '(?i)a', '\\x{41}', 'x**'])(
    'is refused as %s, which other engines read and ECMA-262 does not',
    (source) => {
      expect(() => compileSchema({ pattern: source })).toThrow(expect.objectContaining({ reason: 'schema_pattern' }))
    },
  )
})
