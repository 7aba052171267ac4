import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SCAN_RULES } from '../../packages/core/src/policy/tool-guard/scan/rules/index.js'
import { rulesPage } from '../lib/scanner-rules.mjs'
import { root } from '../lib/workspace.mjs'

const page = readFileSync(join(root, 'docs/reference/scanner-rules.md'), 'utf8')

it('has every rule of the scanner as it is (if not: node scripts/scanner-rules.mjs)', () => {
  expect(page).toBe(rulesPage(SCAN_RULES))
})

it('shows nothing that cannot be seen', () => {
  expect(page).not.toMatch(/[\p{Cf}\p{Co}\p{Cs}]|(?!\n)\p{Cc}/u)
})
