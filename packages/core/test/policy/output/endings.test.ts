import { expect, it } from 'vitest'
import { sanitizeText } from '../../../src/policy/output/index.js'

it.each([
  ['Malayalam, in which a joiner makes the last letter a chillu', '\u0d05\u0d35\u0d28\u0d4d\u200d'],
  ['the same before a space', '\u0d05\u0d35\u0d28\u0d4d\u200d \u0d35\u0d28\u0d4d\u0d28\u0d41'],
  ['Bengali, khanda ta as it was written before it had a letter', '\u09b9\u09a0\u09be\u09a4\u09cd\u200d'],
  ['Devanagari, a half letter by itself', '\u0915\u094d\u200d'],
])('keeps joiners at the end of words of %s [F-63]', (_case, text) => {
  expect(sanitizeText(text)).toBe(text)
})

it.each(['\u0d4d\u200d\u200d', '\u0d28\u200d', 'a\u0d4d\u200db\u200d'])(
  'takes out joiners that make nothing of %j [F-63]',
  (text) => {
    const clean = sanitizeText(text)
    expect(clean).not.toBe(text)
    expect(sanitizeText(clean)).toBe(clean)
  },
)
