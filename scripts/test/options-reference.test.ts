import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { configAnchors, parsedAnchors } from '../lib/config-anchors.mjs'
import { idsIn } from '../lib/links.mjs'
import { anchorOf, fillOptions } from '../lib/options-tables.mjs'
import { filesBelow, root, publishedPackages } from '../lib/workspace.mjs'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const page = read('docs/reference/options.md')
const sources = publishedPackages().flatMap(({ path }) => filesBelow(`${path}/src`, /\.ts$/))

it('has the options as their docstrings describe them (if not: node scripts/options-reference.mjs)', () => {
  const { text, problems } = fillOptions(page, read)
  expect(problems).toEqual([])
  expect(text).toBe(page)
})

it('has the place to which each ConfigError leads', () => {
  const ids = new Set(idsIn(page))
  const found = sources.map((path) => configAnchors(path, read(path)))
  expect(found.flatMap(({ problems }) => problems)).toEqual([])
  const anchors = found.flatMap(({ anchors }) => anchors)
  expect(anchors.length).toBeGreaterThan(30)
  expect(anchors.filter((anchor) => !ids.has(anchorOf(anchor)))).toEqual([])
})

it('has a row for every member of every schema of options', () => {
  const ids = new Set(idsIn(page))
  const anchors = sources.flatMap((path) =>
    parsedAnchors(path, read(path), (other: string) => read(join(dirname(path), other))),
  )
  expect(anchors.length).toBeGreaterThan(100)
  expect(anchors.filter((anchor) => !ids.has(anchorOf(anchor)))).toEqual([])
})

it('gives no id twice', () => {
  const ids = idsIn(page)
  expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([])
})

it.each([
  ['a text', `throw new ConfigError({ option: 'a', problem })`, ['a']],
  ['the anchor before the option', "new ConfigError({ option: `x: ${y}`, anchor: 'a' })", ['a']],
  [
    'what a helper is given',
    "const no = (o) => new ConfigError({ option: `a.${o}` })\nno('b')\nno('c')",
    ['a.b', 'a.c'],
  ],
])('reads %s from a ConfigError', (_case, code, anchors) => {
  expect(configAnchors('a.ts', code)).toEqual({ anchors, problems: [] })
})

it('reports an anchor that cannot be told from the code', () => {
  expect(configAnchors('a.ts', 'new ConfigError({ option: name() })').problems).toHaveLength(1)
})

it('takes the default of an option out of its docstring', () => {
  const source = 'interface A {\n  /** How long, in ms. Default 10. Not less. */\n  readonly b?: number | undefined\n}'
  const block = '<!-- options: a.ts#A below c -->\n<!-- end of options -->'
  expect(fillOptions(block, () => source).text).toContain(
    '| <a id="c-b"></a>`b` | `number` | 10 | How long, in ms. Not less. |',
  )
})

it('reports an interface that does not exist', () => {
  const block = '<!-- options: a.ts#B -->\n<!-- end of options -->'
  expect(fillOptions(block, () => '').problems).toEqual(['there is no B in a.ts'])
})
