/**
 * Fills the tables of docs/reference/options.md from the interfaces they describe: names, types, defaults and meanings
 * come from the docstrings. `--check` writes nothing and fails when the page is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillOptions } from './lib/options-tables.mjs'
import { root } from './lib/workspace.mjs'

const PAGE = 'docs/reference/options.md'
const read = (path) => readFileSync(join(root, path), 'utf8')

const { text, problems } = fillOptions(read(PAGE), read)
const stale = process.argv.includes('--check') && text !== read(PAGE)
if (stale) problems.push(`${PAGE} is stale: run node scripts/options-reference.mjs`)
for (const problem of problems) console.error(problem)
if (problems.length === 0 && !process.argv.includes('--check')) writeFileSync(join(root, PAGE), text)
process.exitCode = problems.length > 0 ? 1 : 0
