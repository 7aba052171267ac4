import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { collectResults, judgeScenario, scenarioOfFolder, scenariosInSummary } from '../results.js'

/** As 0.2.0-alpha.12 wrote it, without times and references. */
const check = (id: string, status: string, errorMessage?: string) => ({
  id,
  name: id,
  description: 'As recorded',
  status,
  timestamp: '2026-11-21T04:50:28.202Z',
  ...(errorMessage !== undefined && { errorMessage }),
})

const RECORDED = `Running test (3 scenarios) against http://localhost:36119/mcp

=== Running scenario: ping ===

=== SUMMARY ===
✓ ping: 2 passed, 0 failed
✗ tasks-wire-fields: 1 passed, 3 failed
✗ crashed-one: 0 passed, 1 failed

Total: 3 passed, 4 failed

Not scored for 2026-07-28: 1 scenario(s) run, 1 failing. These do not affect conformance.
  ✗ tasks-wire-fields (extension)
`

const outcomeOf = (...statuses: string[]) =>
  judgeScenario('s', JSON.stringify(statuses.map((status, n) => check(`c${n}`, status)))).outcome

it('passes a scenario when a check passes and none fails', () => {
  expect(outcomeOf('INFO', 'SUCCESS', 'WARNING', 'SKIPPED')).toBe('passed')
})

it.each([
  ['one check fails', ['SUCCESS', 'SUCCESS', 'FAILURE'], 'failed'],
  ['all is skipped', ['SKIPPED'], 'silent'],
  ['there are only warnings', ['INFO', 'WARNING', 'WARNING'], 'silent'],
  ['there is nothing', [], 'silent'],
])('does not pass a scenario when %s', (_case, statuses, outcome) => {
  expect(outcomeOf(...statuses)).toBe(outcome)
})

it('counts checks and keeps what failed ones say', () => {
  const json = JSON.stringify([
    check('tasks-wire-field-renames', 'FAILURE', 'Tool slow_compute not found'),
    check('wire-schema-valid', 'SUCCESS'),
    check('a-should', 'WARNING', 'Better not'),
  ])
  expect(judgeScenario('tasks-wire-fields', json)).toEqual({
    scenario: 'tasks-wire-fields',
    outcome: 'failed',
    checks: { passed: 1, failed: 1, warned: 1 },
    complaints: ['tasks-wire-field-renames: Tool slow_compute not found'],
    warnings: ['a-should: Better not'],
  })
})

it.each(['{}', '[{"id":"a","status":"PERFECT"}]', 'no json', ''])('refuses %j as checks', (json) => {
  expect(() => judgeScenario('s', json)).toThrow()
})

it.each([
  ['server-tools-list-2026-11-21T04-50-07-611Z', 'tools-list'],
  ['server-server-stateless-2026-11-21T04-50-28-202Z', 'server-stateless'],
  ['server-json-schema-2020-12-2026-11-21T04-50-28-202Z', 'json-schema-2020-12'],
  [
    'authorization-server-authorization-server-metadata-endpoint-2026-11-21T04-50-31-716Z',
    'authorization-server-metadata-endpoint',
  ],
  ['server-2026-11-21T04-50-28-202Z', undefined],
  ['something-else', undefined],
])('reads the scenario from the folder %s', (folder, scenario) => {
  expect(scenarioOfFolder(folder)).toBe(scenario)
})

it('reads the scenarios of the summary once each, and none from elsewhere', () => {
  expect(scenariosInSummary(RECORDED)).toEqual(['ping', 'tasks-wire-fields', 'crashed-one'])
  expect(scenariosInSummary('✓ ping: 2 passed, 0 failed')).toEqual([])
})

it('fails a scenario that the summary names and that left no results', () => {
  const folder = mkdtempSync(join(tmpdir(), 'results-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [scenario, status] of Object.entries({ ping: 'SUCCESS', 'tasks-wire-fields': 'FAILURE' })) {
    const name = join(folder, `server-${scenario}-2026-11-21T04-50-28-202Z`)
    mkdirSync(name)
    writeFileSync(join(name, 'checks.json'), JSON.stringify([check('c', status)]))
  }

  const results = collectResults(folder, RECORDED)

  expect(results.map(({ scenario, outcome }) => [scenario, outcome])).toEqual([
    ['ping', 'passed'],
    ['tasks-wire-fields', 'failed'],
    ['crashed-one', 'failed'],
  ])
})
