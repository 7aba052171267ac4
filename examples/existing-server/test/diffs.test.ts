import { describe, expect, it } from 'vitest'
import { addedLines, applyDiff } from '../apply-diff.js'
import { diffOf, frameworks, protectedServer, unprotected } from '../variants.js'

/** Registrations of tools, prompts and resources, with everything in them. */
const handlersOf = (source: string): string => /^const getServer = [\s\S]*?^};$/m.exec(source)?.[0] ?? ''

describe.each(frameworks)('%s', (framework) => {
  it('is protected with at most 15 added lines [F-33] [F-90]', () => {
    const { length } = addedLines(diffOf(framework))
    expect(length).toBeGreaterThan(0)
    expect(length).toBeLessThanOrEqual(15)
  })

  it('keeps the handlers as they are [F-33]', () => {
    expect(handlersOf(protectedServer(framework))).toBe(handlersOf(unprotected(framework)))
  })
})

it('finds handlers in the servers that the SDK ships', () => {
  for (const framework of ['express', 'hono'] as const) {
    expect(handlersOf(unprotected(framework))).toContain('registerTool')
  }
})

describe('applyDiff', () => {
  it('replaces what a hunk names', () => {
    expect(applyDiff('a\nb\nc\n', ' a\n+x\n@@ next\n-c\n+d\n')).toBe('a\nx\nb\nd\n')
  })

  it.each([
    ['is not there', 'a\nb\n'],
    ['is there twice', 'c\nc\n'],
  ])('refuses a hunk whose text %s', (_case, source) => {
    expect(() => applyDiff(source, '-c\n+d\n')).toThrow('This hunk fits')
  })
})
