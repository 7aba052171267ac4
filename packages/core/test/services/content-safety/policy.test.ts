import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import {
  allOf,
  decideContent,
  firstOf,
  type ContentClassifier,
  type ContentFinding,
  type ContentPolicy,
} from '../../../src/services/content-safety/index.js'

const finding = (severity: ContentFinding['severity'], category = 'c'): ContentFinding => ({
  category,
  severity,
  detector: 'd',
})

describe('decideContent', () => {
  it.each([
    ['none', 'allow'],
    ['low', 'flag'],
    ['medium', 'spotlight'],
    ['high', 'block'],
    ['critical', 'block'],
  ] as const)('answers a finding of severity %s with %s [F-61]', (severity, action) => {
    expect(decideContent([{ findings: [finding(severity)] }])).toMatchObject({ action, severity })
  })

  it('goes by the gravest finding of all parts, and names categories without repeating them [F-61]', () => {
    const verdicts = [
      { findings: [finding('low', 'a'), finding('none', 'x')] },
      { findings: [finding('high', 'b'), finding('low', 'a')] },
    ]
    expect(decideContent(verdicts)).toEqual({
      action: 'block',
      severity: 'high',
      categories: ['a', 'b'],
      detectors: ['d'],
    })
  })

  it('goes by the policy [F-61]', () => {
    const verdicts = [{ findings: [finding('high')] }]
    expect(decideContent(verdicts, { high: 'spotlight' }).action).toBe('spotlight')
    expect(decideContent([], { high: 'spotlight' }).action).toBe('allow')
  })

  it.each<object>([{ hihg: 'block' }, { high: 'ignore' }, { onFailure: 'flag' }, { none: 'block' }])(
    'refuses %j [F-61]',
    (policy) => {
      expect(() => decideContent([{ findings: [finding('low')] }], policy as ContentPolicy)).toThrow(ConfigError)
    },
  )
})

const says = (category: string): ContentClassifier => ({
  classify: (items) => Promise.resolve(items.map(() => ({ findings: [finding('low', category)] }))),
})
const fails: ContentClassifier = { classify: () => Promise.reject(new Error('away')) }
const ITEMS = [1, 2].map((n) => ({ kind: 'tool_result' as const, text: String(n) }))
const categories = (verdicts: readonly { findings: readonly ContentFinding[] }[]) =>
  verdicts.map(({ findings }) => findings.map(({ category }) => category).join())

describe('several classifiers', () => {
  it('all count, and one that fails makes all fail [F-61]', async () => {
    expect(categories(await allOf([says('a'), says('b')]).classify(ITEMS))).toEqual(['a,b', 'a,b'])
    await expect(allOf([says('a'), fails]).classify(ITEMS)).rejects.toThrow('away')
  })

  it('stand in for each other where one is enough [F-61]', async () => {
    expect(categories(await firstOf([says('a'), fails]).classify(ITEMS))).toEqual(['a', 'a'])
    expect(categories(await firstOf([fails, fails, says('c')]).classify(ITEMS))).toEqual(['c', 'c'])
    await expect(firstOf([fails, fails]).classify(ITEMS)).rejects.toThrow('away')
  })

  it('are not asked any more when the caller has gone [F-61]', async () => {
    let asked = 0
    const next: ContentClassifier = { classify: () => (asked++, Promise.resolve([])) }
    await expect(firstOf([fails, next]).classify(ITEMS, AbortSignal.abort())).rejects.toThrow('away')
    expect(asked).toBe(0)
  })
})
