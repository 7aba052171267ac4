import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isToken,
  isToken68,
  parseCredentials,
  quotedParameters,
  quotedString,
  rawHeaderLines,
  toWebHeaders,
  trimOws,
} from '../../src/foundation/index.js'

/** Reads what RFC 9110 §5.6.4 calls a quoted-string; `undefined` for anything else. */
function unquote(text: string): string | undefined {
  return /^"((?:[\t \x21\x23-\x5b\x5d-\x7e]|\\[\t \x21-\x7e])*)"$/.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1')
}

describe('quotedString', () => {
  it.each([
    ['a quotation mark', 'a"b', '"a\\"b"'],
    ['a backslash', 'a\\b', '"a\\\\b"'],
    ['CR and LF', 'a\r\nSet-Cookie: x=1', '"a??Set-Cookie: x=1"'],
    ['NUL and DEL', 'a\0b\x7f', '"a?b?"'],
    ['letters beyond ASCII', 'naïve 🔑', '"na?ve ?"'],
    ['half a surrogate pair', 'a\ud83d', '"a?"'],
  ])('keeps %s from breaking the header [RS-13]', (_case, value, expected) => {
    expect(quotedString(value)).toBe(expected)
  })

  it('writes one well-formed quoted-string for any text [RS-13]', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => unquote(quotedString(text)) !== undefined))
  })

  it('gives printable ASCII back unchanged', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => unquote(quotedString(text)) === text))
  })
})

describe('quotedParameters', () => {
  it.each([['bad name'], [''], ['a="b", c'], ['a\r\n']])('refuses the name %j', (name) => {
    expect(() => quotedParameters([[name, 'x']])).toThrow(TypeError)
  })

  it('refuses a name that stands twice [RS-13]', () => {
    expect(() =>
      quotedParameters([
        ['scope', 'a'],
        ['scope', 'b'],
      ]),
    ).toThrow(TypeError)
  })

  it('keeps the order and leaves out what has no value', () => {
    const parameters = quotedParameters([
      ['b', '1'],
      ['x', undefined],
      ['a', ''],
    ])
    expect(parameters).toBe('b="1", a=""')
  })
})

describe('parseCredentials', () => {
  it.each([[''], ['   '], ['Bea(rer) x'], ['Bearer\tx'], [',Bearer x'], ['\u00a0Bearer x']])(
    'finds no scheme in %j [RS-23]',
    (line) => {
      expect(parseCredentials(line)).toBeUndefined()
    },
  )

  it.each([
    ['Bearer abc', { scheme: 'bearer', rest: 'abc' }],
    ['bEARER   abc\t', { scheme: 'bearer', rest: 'abc' }],
    ['Bearer', { scheme: 'bearer', rest: '' }],
    ['Bearer ', { scheme: 'bearer', rest: '' }],
    ['Bearer a b', { scheme: 'bearer', rest: 'a b' }],
    ['Digest a="b", c=d', { scheme: 'digest', rest: 'a="b", c=d' }],
  ])('cuts %j [RS-23]', (line, expected) => {
    expect(parseCredentials(line)).toEqual(expected)
  })
})

describe('token grammars', () => {
  it.each([[''], ['a b'], ['a,b'], ['a"b'], ['=='], ['a=b'], ['é'], ['a\n']])('%j is no token68 [RS-23]', (text) => {
    expect(isToken68(text)).toBe(false)
  })

  it.each([['abc'], ['a.b-c_d~e+f/g'], ['YQ==']])('%j is a token68 [RS-23]', (text) => {
    expect(isToken68(text)).toBe(true)
  })

  it.each([[''], ['a b'], ['a:b'], ['a;b'], ['é'], ['a\r']])('%j is no token', (text) => {
    expect(isToken(text)).toBe(false)
  })

  it('trims spaces and tabs only', () => {
    expect(trimOws(' \t a b\t ')).toBe('a b')
    expect(trimOws('\u00a0a\n')).toBe('\u00a0a\n')
    expect(trimOws(' \t ')).toBe('')
  })
})

describe('header lines as they came', () => {
  const HTTP2 = [':method', 'POST', ':authority', 'notes.example', ':path', '/mcp', 'cookie', 'a=1', 'cookie', 'b=2']

  it('finds every line of a name, whatever its case [RS-22]', () => {
    expect(rawHeaderLines(['Authorization', 'a', 'X', 'b', 'AUTHORIZATION', 'c'], 'authorization')).toEqual(['a', 'c'])
    expect(rawHeaderLines(['Authorization', 'a'], 'origin')).toEqual([])
  })

  it('takes the authority of HTTP/2 for Host, next to one that came as well [ST-04]', () => {
    expect(rawHeaderLines(HTTP2, 'host')).toEqual(['notes.example'])
    expect(rawHeaderLines([...HTTP2, 'Host', 'evil.example'], 'host')).toEqual(['notes.example', 'evil.example'])
    expect(rawHeaderLines(HTTP2, 'path')).toEqual([])
    expect(toWebHeaders([...HTTP2, 'host', 'evil.example']).get('host')).toBe('notes.example, evil.example')
  })

  it('makes Headers of them, without the other fields of HTTP/2', () => {
    expect([...toWebHeaders(HTTP2)]).toEqual([
      ['cookie', 'a=1; b=2'],
      ['host', 'notes.example'],
    ])
    expect(() => toWebHeaders(['a b', 'c'])).toThrow(TypeError)
  })
})
