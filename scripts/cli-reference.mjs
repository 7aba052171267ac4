/**
 * Writes docs/reference/cli.md from the definitions of the commands. `--check` writes nothing and fails when the page is
 * stale.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { root } from './lib/workspace.mjs'

const PAGE = join(root, 'docs/reference/cli.md')
const PRINT = ['--conditions=sallyport:source', '--import', 'tsx', 'scripts/print-cli-reference.mjs']

const text = await format(execFileSync(process.execPath, PRINT, { cwd: root, encoding: 'utf8' }), {
  ...(await resolveConfig(PAGE)),
  parser: 'markdown',
})
if (!process.argv.includes('--check')) writeFileSync(PAGE, text)
else if (text !== readFileSync(PAGE, 'utf8')) {
  console.error('docs/reference/cli.md is stale: run node scripts/cli-reference.mjs')
  process.exitCode = 1
}
