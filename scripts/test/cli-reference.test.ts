import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../lib/workspace.mjs'

it('says of each command what the command says of itself (if not: node scripts/cli-reference.mjs)', () => {
  expect(
    execFileSync(process.execPath, ['scripts/cli-reference.mjs', '--check'], { cwd: root, encoding: 'utf8' }),
  ).toBe('')
}, 30_000)

it('has a heading for each command', () => {
  const page = readFileSync(join(root, 'docs/reference/cli.md'), 'utf8')
  for (const command of ['lock', 'check', 'diff', 'approve', 'sign', 'verify', 'scan']) {
    expect(page).toContain(`\n### sallyport tools ${command}\n`)
  }
})
