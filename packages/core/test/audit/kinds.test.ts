import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { coreSource, sourceFiles } from '../support/source-tree.js'

const union = join(coreSource, 'audit/events.ts')
const kinds = [...readFileSync(union, 'utf8').matchAll(/^ {2}'([a-z]+\.[a-z_]+)': /gm)].map(([, kind = '']) => kind)
const source = sourceFiles(coreSource)
  .filter((path) => path !== union)
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')

it('reads the union of events', () => {
  expect(kinds.length).toBeGreaterThan(25)
  expect(kinds).toContain('request.refused')
})

it.each(kinds)('%s is recorded somewhere: no kind of event is only promised [F-84]', (kind) => {
  expect(source).toContain(`'${kind}'`)
})
