import { expect, it } from 'vitest'
import { scanTools } from '../../../../src/policy/tool-guard/scan/index.js'

const MEBIBYTE = 1 << 20

const timed = (description: string): number => {
  const startedAt = performance.now()
  scanTools([{ name: 'a', description }])
  return performance.now() - startedAt
}

it.each([
  'a',
  ' ',
  '\n',
  '. ',
  `${'-'.repeat(199)}x`,
  'QUJD',
  '%41',
  '\\u0041',
  '&#65;',
  'do not tell ',
  '![a](https://a/',
  'curl wget ',
  'a@a.',
  'http://a.a',
  'aа',
  '\u{e0041}',
  '\u200b',
  'あ',
  '<font ',
  '<!-- a ',
  '../',
])(
  'reads 1 MiB of %j in linear time [F-54]',
  (unit) => {
    const text = unit.repeat(Math.ceil(MEBIBYTE / unit.length))
    const quarter = Math.max(timed(text.slice(0, MEBIBYTE / 4)), 25)
    // Four times as much may take four times as long, and a machine in use twice that; squared it would take sixteen times.
    expect(timed(text)).toBeLessThan(quarter * 12)
  },
  30_000,
)

it('reads 1 MiB of different sentences, each of them nearly a demand, in linear time [F-54]', () => {
  const sentence = (at: number) =>
    `The report ${at} x${at}y is only shown to the person who asked for it, and is kept until the assistant has sent the note. `
  const sentences = Array.from({ length: 9000 }, (_, at) => sentence(at))
  const text = sentences.join('')
  expect(text.length).toBeGreaterThan(MEBIBYTE)
  const quarter = timed(sentences.slice(0, 2250).join(''))
  expect(timed(text)).toBeLessThan(Math.min(quarter * 12, 10_000))
}, 30_000)
