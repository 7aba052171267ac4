import { domainToASCII } from 'node:url'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodePunycode } from '../../../src/policy/pages/punycode.js'

it.each([
  ['RFC 3492 §7.1 (A) Arabic', 'egbpdaj6bu4bxfgehfvwxn', 'ليهمابتكلموشعربي؟'],
  ['RFC 3492 §7.1 (B) Chinese', 'ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
  ['RFC 3492 §7.1 (I) Russian', 'b1abfaaepdrnnbgefbadotcwatmq2g4l', 'почемужеонинеговорятпорусски'],
  ['RFC 3492 §7.1 (L) digits and Japanese', '3B-ww4c5e180e575a65lsy2b', '3年B組金八先生'],
  ['RFC 3492 §7.1 (S) ASCII only', '-> $1.00 <--', '-> $1.00 <-'],
  ['German', 'bcher-kva', 'bücher'],
])('decodes %s [AS-92]', (_case, encoded, decoded) => {
  expect(decodePunycode(encoded)).toBe(decoded)
})

it.each(['ü', '99999999999', 'a-!', '-99999', 'a-zzzzzzzzzzzzzz'])('has no answer for %j [AS-92]', (label) => {
  expect(decodePunycode(label)).toBeUndefined()
})

it('undoes what a browser encodes [AS-92]', () => {
  const label = fc
    .array(fc.constantFrom(...Array.from('abcdefäöüßабвгд日本語한국어αβγ')), { minLength: 1, maxLength: 12 })
    .map((letters) => letters.join(''))
  fc.assert(
    fc.property(label, (text) => {
      const ascii = domainToASCII(text)
      fc.pre(ascii.startsWith('xn--'))
      expect(domainToASCII(decodePunycode(ascii.slice(4)) ?? '')).toBe(ascii)
    }),
  )
})

it('answers with text or nothing, whatever it is given [AS-92]', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(['string', 'undefined']).toContain(typeof decodePunycode(text))
    }),
  )
})
