import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { idsIn, internalLinks } from '../lib/links.mjs'
import { filesBelow, root } from '../lib/workspace.mjs'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const documents = [
  ...['README.md', 'SECURITY.md', 'CONTRIBUTING.md'],
  ...['docs', 'packages', 'examples', 'bench'].flatMap((folder) => filesBelow(folder, /\.md$/)),
]

it.each(documents)('%s links to what exists', (from) => {
  const broken = internalLinks(from, read(from)).filter(({ path, id }) => {
    if (!existsSync(join(root, path))) return true
    return id !== undefined && !idsIn(read(path)).includes(id)
  })
  expect(broken.map(({ target }) => target)).toEqual([])
})

it('knows the anchors of headings as GitHub makes them', () => {
  expect(idsIn('# A `b` & c\n\n## A b\n## A b\n\n<a id="d"></a>')).toEqual(['a-b--c', 'a-b', 'a-b-1', 'd'])
})

it('finds links in text and in markup, and none in code', () => {
  const document =
    '[a](../x.md#y) <img src="i.png"> [b](https://example.com)\n\n```md\n[c](gone.md)\n```\n`[d](gone.md)`'
  expect(internalLinks('docs/guides/a.md', document)).toEqual([
    { target: '../x.md#y', path: 'docs/x.md', id: 'y' },
    { target: 'i.png', path: 'docs/guides/i.png', id: undefined },
  ])
})
