import { describe, expect, it } from 'vitest'
import { scanTools } from '../../../../src/policy/tool-guard/index.js'
import { BENIGN } from './benign.js'
import { FOREIGN } from './foreign.js'
import { DISGUISES, FAMILIES, sentencesOf } from './paraphrases.js'

const alarming = (tool: unknown) => {
  const severity = scanTools([tool]).tools[0]?.severity
  return severity !== 'none' && severity !== 'low'
}

const missed = (sentences: readonly string[]) =>
  sentences.filter((description) => !alarming({ name: 'add', description }))

describe.each(Object.entries(FAMILIES))('a wish %s', (_thought, templates) => {
  const sentences = sentencesOf(templates)

  it('is found in at least nineteen of twenty wordings [F-54]', () => {
    expect(sentences.length).toBeGreaterThan(100)
    expect(missed(sentences).length).toBeLessThanOrEqual(sentences.length / 20)
  })
})

it.each(Object.entries(FOREIGN))('knows nine in ten of the same thoughts in %s [F-54]', (_language, templates) => {
  const sentences = sentencesOf(templates)
  expect(missed(sentences).length).toBeLessThanOrEqual(sentences.length / 10)
})

it.each(Object.entries(DISGUISES))('finds them %s [F-54]', (_disguise, disguise) => {
  // Every thirteenth of all: enough to see a disguise that works.
  const sentences = sentencesOf(Object.values(FAMILIES).flat()).filter((_, index) => index % 13 === 0)
  expect(sentences.length).toBeGreaterThan(200)
  expect(missed(sentences.map(disguise)).length).toBeLessThanOrEqual(sentences.length / 20)
})

it.each(BENIGN.map((tool) => [tool.description, tool] as const))('has no quarrel with: %s [F-54]', (_text, tool) => {
  expect(scanTools([tool]).tools[0]?.findings.filter(({ severity }) => severity !== 'low')).toEqual([])
})
