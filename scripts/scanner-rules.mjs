/**
 * Writes docs/reference/scanner-rules.md: every rule of the scanner, from the rules themselves. `--check` writes nothing
 * and fails when the page is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { register } from 'tsx/esm/api'
import { rulesPage } from './lib/scanner-rules.mjs'
import { root } from './lib/workspace.mjs'

const PAGE = 'docs/reference/scanner-rules.md'
const RULES = join(root, 'packages/core/src/policy/tool-guard/scan/rules/index.ts')

register()
const { SCAN_RULES } = await import(RULES)
const text = rulesPage(SCAN_RULES)
if (!process.argv.includes('--check')) writeFileSync(join(root, PAGE), text)
else if (readFileSync(join(root, PAGE), 'utf8') !== text) {
  console.error(`${PAGE} is stale: run node scripts/scanner-rules.mjs`)
  process.exitCode = 1
}
