import { expect, it } from 'vitest'
import { examplesIn } from '../lib/doc-examples.mjs'
import { fillSnippets } from '../lib/snippets.mjs'

const FENCE = '```'
const FILE = `import { a } from 'a'
// #region use
  a(
    1,
  )
// #endregion use
`

const read = (path: string) => {
  if (path === 'docs/snippets/a.ts') return FILE
  throw new Error('ENOENT')
}
const fence = (mark: string, code: string) => `${mark}\n${FENCE}ts\n${code}${FENCE}\n`

it('copies a region to the left edge of its fence', () => {
  const mark = '<!-- snippet: docs/snippets/a.ts#use -->'
  const { text, problems } = fillSnippets(fence(mark, 'old\n'), read)
  expect(text).toBe(fence(mark, 'a(\n  1,\n)\n'))
  expect(problems).toEqual([])
})

it('copies a whole file without its marks', () => {
  const mark = '<!-- snippet: docs/snippets/a.ts -->'
  expect(fillSnippets(fence(mark, ''), read).text).toBe(fence(mark, "import { a } from 'a'\n  a(\n    1,\n  )\n"))
})

it.each(['docs/snippets/a.ts#gone', 'docs/snippets/gone.ts'])('reports %s, which does not exist', (target) => {
  const { problems } = fillSnippets(fence(`<!-- snippet: ${target} -->`, ''), read)
  expect(problems).toEqual([`there is no ${target}`])
})

it('reports TypeScript that nobody compiles', () => {
  expect(fillSnippets(fence('Like this:\n', 'a()\n'), read).problems).toHaveLength(1)
})

it('finds the fences of every example in a docstring, and examples without one', () => {
  const source = `/**
 * Does it.
 *
 * @example
 * ${FENCE}ts
 * one()
 * ${FENCE}
 * @example
 * two()
 * @module
 */
`
  const { examples, problems } = examplesIn('a.ts', source)
  expect(examples).toEqual([{ path: 'a.ts', line: 1, code: 'one()\n' }])
  expect(problems).toHaveLength(1)
})
