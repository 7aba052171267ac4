import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatScope, isScopeToken, parseScope, sortScopes } from '../../../src/policy/scopes/index.js'

const letters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index))
const scope = fc.string({
  unit: fc.constantFrom(...letters.filter((letter) => letter !== '"' && letter !== '\\')),
  minLength: 1,
  maxLength: 12,
})

describe('parseScope', () => {
  it.each([
    ['a quotation mark', 'a"b'],
    ['a backslash', 'a\\b'],
    ['two spaces', 'a  b'],
    ['a leading space', ' a'],
    ['a trailing space', 'a '],
    ['a space alone', ' '],
    ['a tab', 'a\tb'],
    ['a line feed', 'a\nb'],
    ['a trailing line feed', 'a\n'],
    ['a letter beyond ASCII', 'lés'],
    ['a no-break space', 'a\u00a0b'],
    ['DEL', 'a\x7f'],
  ])('refuses a scope with %s [RS-68]', (_case, text) => {
    expect(parseScope(text)).toBeUndefined()
  })

  it('keeps upper and lower case apart [RS-68]', () => {
    expect(parseScope('Read read')).toEqual(['Read', 'read'])
  })

  it('finds nothing in an absent or empty parameter', () => {
    expect(parseScope(undefined)).toEqual([])
    expect(parseScope('')).toEqual([])
  })

  it('gives one text for one set, in whatever order and however often [RS-64]', () => {
    fc.assert(
      fc.property(fc.array(scope, { minLength: 1 }), (scopes) => {
        const text = formatScope(scopes)
        expect(formatScope([...scopes].reverse())).toBe(text)
        expect(formatScope([...scopes, ...scopes])).toBe(text)
        expect(parseScope(scopes.join(' '))).toEqual(sortScopes(scopes))
        expect(formatScope(parseScope(text) ?? [])).toBe(text)
      }),
    )
  })

  it('gives out only tokens of the grammar, whatever comes in [RS-68]', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        (parseScope(text) ?? []).every((name) => isScopeToken(name)),
      ),
    )
  })
})
