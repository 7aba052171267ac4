import fc from 'fast-check'
import { expect, it } from 'vitest'
import { diffWords, visible, type WordRun } from '../../../src/policy/tool-guard/index.js'

const joined = (runs: readonly WordRun[], not: WordRun['kind']) =>
  runs
    .filter(({ kind }) => kind !== not)
    .map(({ text }) => text)
    .join('')

it('names the words that changed and no others [F-52]', () => {
  expect(diffWords('Adds two numbers.', 'Adds three numbers!')).toEqual([
    { kind: 'same', text: 'Adds ' },
    { kind: 'removed', text: 'two' },
    { kind: 'added', text: 'three' },
    { kind: 'same', text: ' numbers' },
    { kind: 'removed', text: '.' },
    { kind: 'added', text: '!' },
  ])
})

it('gives both texts back, whatever they are [F-52]', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.lorem({ maxCount: 20 }),
    fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\ud800', '\udc00', '.') }),
  )
  fc.assert(
    fc.property(text, text, (before, after) => {
      const runs = diffWords(before, after)
      expect(joined(runs, 'added')).toBe(before)
      expect(joined(runs, 'removed')).toBe(after)
      expect(runs.every(({ text: run }) => run !== '')).toBe(true)
    }),
    { numRuns: 60 },
  )
})

it('takes bounded time and memory for megabytes that share nothing [F-52]', () => {
  const before = 'a b '.repeat(250_000)
  const after = 'c.d.'.repeat(250_000)
  const start = performance.now()
  expect(diffWords(before, after).map(({ kind }) => kind)).toEqual(['removed', 'added'])
  expect(performance.now() - start).toBeLessThan(3000)
})

it.each([
  ['a bidi override', 'safe\u202eelif', 'safe⟨U+202E⟩elif'],
  ['a zero-width space', 'a\u200bb', 'a⟨U+200B⟩b'],
  ['tags', '\u{e0041}', '⟨U+E0041⟩'],
  ['an escape sequence', '\u001b[2J', '⟨U+001B⟩[2J'],
  ['a C1 control', '\u009b2J', '⟨U+009B⟩2J'],
  ['line ends', 'a\r\nb\u2028', 'a⟨U+000D⟩⟨U+000A⟩b⟨U+2028⟩'],
  ['a variation selector', 'a\u{e0101}', 'a⟨U+E0101⟩'],
  ['half a surrogate pair', 'a\ud800', 'a⟨U+D800⟩'],
  ['another kind of space', 'a\u00a0b', 'a⟨U+00A0⟩b'],
  ['a Hangul filler', '\u3164', '⟨U+3164⟩'],
  ['a look-alike letter', 'p\u0430ypal', 'p⟨U+0430⟩ypal'],
  ['a tower of accents', `a${'\u0323'.repeat(6)}`, `a${'\u0323'.repeat(4)}⟨U+0323⟩⟨U+0323⟩`],
  ['a forged mark', '⟨U+202E⟩', '⟨U+27E8⟩U+202E⟨U+27E9⟩'],
])('shows %s as its code point [F-52]', (_case, text, shown) => {
  expect(visible(text)).toBe(shown)
})

it('leaves texts of other languages as they are [F-52]', () => {
  for (const text of ['Grüße, Öl', 'Читает файл', 'ファイルを読む', 'Διαβάζει', 'קורא קובץ', '👍 ok']) {
    expect(visible(text)).toBe(text)
  }
})
