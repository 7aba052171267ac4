import { expect, it } from 'vitest'
import { diffTools, renderHtml, renderMarkdown, renderTerminal } from '../../../src/policy/tool-guard/index.js'

const MEBIBYTE = 1_048_576

it.each([
  ['letters', 'a'],
  ['spaces', ' '],
  ['open tags', '<'],
  ['beginnings of an order', 'ignore '],
  ['beginnings of secrecy', 'do not tell '],
  ['beginnings of an address', 'https:'],
  ['digits behind a letter', '1'],
  ['joiners', '\u200d'],
  ['look-alike letters', 'a\u0430'],
  ['backticks', '`'],
  ['brackets of marks', '\u27e8'],
])('judges and renders a mebibyte of %s in linear time [F-52]', (_case, unit) => {
  const text = unit.repeat(MEBIBYTE / unit.length)
  const start = performance.now()
  const diff = diffTools(
    [{ name: 'a', description: 'Adds.' }],
    [{ name: 'a', description: `x${text}` }, { name: text }],
  )
  for (const render of [renderTerminal, renderMarkdown, renderHtml]) render(diff)
  expect(performance.now() - start).toBeLessThan(6000)
})
