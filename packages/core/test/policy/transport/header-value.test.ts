import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeHeaderValue } from '../../../src/policy/transport/index.js'

const encode = (text: string): string => `=?base64?${Buffer.from(text, 'utf8').toString('base64')}?=`

/** Any text that UTF-8 can hold. */
const text = fc.string({ unit: 'binary' }).filter((value) => !/\p{Surrogate}/u.test(value))

describe('decodeHeaderValue', () => {
  it.each([
    ['plain text', 'execute_sql', 'execute_sql'],
    ['spaces inside', 'us west 1', 'us west 1'],
    ['spaces and tabs around', ' \t foo \t ', 'foo'],
    ['nothing', '', ''],
    ['blanks only', ' \t ', ''],
    ['an encoded text', '=?base64?SGVsbG8=?=', 'Hello'],
    ['an encoded empty text', '=?base64??=', ''],
    ['whitespace that only the encoded form can hold', encode(' foo '), ' foo '],
    ['a text that looks encoded, encoded once more', encode('=?base64?SGVsbG8=?='), '=?base64?SGVsbG8=?='],
    ['a byte order mark, which belongs to the text', encode('\uFEFFfoo'), '\uFEFFfoo'],
    ['umlauts and more', encode('Füße 🦊'), 'Füße 🦊'],
  ])('reads %s [ST-49] [ST-50]', (_case, value, expected) => {
    expect(decodeHeaderValue(value)).toBe(expected)
  })

  it.each([
    ['the prefix alone', '=?base64?SGVsbG8='],
    ['the suffix alone', 'SGVsbG8=?='],
    ['upper case in the prefix', '=?BASE64?SGVsbG8=?='],
    ['another encoding', '=?utf-8?q?Hello?='],
    ['text before the prefix', 'x=?base64?SGVsbG8=?='],
    ['text behind the suffix', '=?base64?SGVsbG8=?=x'],
  ])('takes %s as it stands [ST-50]', (_case, value) => {
    expect(decodeHeaderValue(value)).toBe(value)
  })

  it.each([
    ['markers that share a character', '=?base64?='],
    ['padding missing', '=?base64?SGVsbG8?='],
    ['too much padding', '=?base64?SGVsbG8==?='],
    ['padding alone', '=?base64?=?='],
    ['characters outside the alphabet', '=?base64?SGVs!!!bG8=?='],
    ['the alphabet of base64url', '=?base64?w7_Dvw-_?='],
    ['whitespace inside', '=?base64?SGVs bG8=?='],
    ['bits behind the end', '=?base64?SGVsbG9=?='],
    ['an incomplete group', '=?base64?SGVsb?='],
    ['bytes that are not UTF-8', '=?base64?/w==?='],
    ['UTF-8 in a longer form than needed', '=?base64?wIA=?='],
    ['a surrogate in UTF-8', '=?base64?7aCA?='],
  ])('refuses an encoded value with %s [ST-50]', (_case, value) => {
    expect(decodeHeaderValue(value)).toBeUndefined()
  })

  it.each([
    ['a line break', 'foo\r\nbar'],
    ['a null', 'foo\u0000'],
    ['an escape', '\u001b[2J'],
    ['a delete', 'foo\u007f'],
    ['bytes above ASCII', 'fÃ¼Ã\u009fe'],
    ['a letter beyond', 'füße'],
    ['a space of another kind', 'foo\u00a0'],
  ])('refuses %s [ST-51]', (_case, value) => {
    expect(decodeHeaderValue(value)).toBeUndefined()
  })

  it('reads every text from its encoded form, and from no other [ST-50]', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(decodeHeaderValue(encode(value))).toBe(value)
      }),
    )
    fc.assert(
      fc.property(fc.string(), (payload) => {
        const decoded = decodeHeaderValue(`=?base64?${payload}?=`)
        if (decoded !== undefined) expect(encode(decoded)).toBe(`=?base64?${payload}?=`)
      }),
    )
  })

  it('reads what is plain as it stands [ST-50]', () => {
    const plain = fc.string({ unit: 'grapheme-ascii' }).filter((value) => !value.startsWith('=?base64?'))
    fc.assert(
      fc.property(plain, (value) => {
        expect(decodeHeaderValue(value)).toBe(value.trim())
      }),
    )
  })

  it('takes no longer for blanks inside than for anything else [ST-15]', () => {
    const long = `a${' '.repeat(2_000_000)}b`
    expect(decodeHeaderValue(long)).toBe(long)
  }, 2_000)
})
