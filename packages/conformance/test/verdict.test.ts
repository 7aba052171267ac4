import { expect, it } from 'vitest'
import { explanations } from '../explanations.js'
import { renderPage } from '../page.js'
import type { Outcome, ScenarioResult } from '../results.js'
import { suites, type Suite } from '../suites.js'
import { judgeRun } from '../verdict.js'

const suite: Suite = { id: 'a', release: '0.1.16', target: 'v1', what: 'all scenarios', args: [] }

const result = (scenario: string, outcome: Outcome): ScenarioResult => ({
  scenario,
  outcome,
  checks: { passed: outcome === 'passed' ? 2 : 0, failed: outcome === 'failed' ? 1 : 0, warned: 0 },
  complaints: outcome === 'failed' ? ['c: wrong'] : [],
  warnings: outcome === 'silent' ? ['c: better not'] : [],
})

const because = (scenario: string, of = 'a') => ({ suite: of, scenario, reason: 'It is so.' })

it('has no problem with passes and with what a reason is known for', () => {
  const results = [result('ping', 'passed'), result('tasks', 'failed'), result('polling', 'silent')]
  const verdict = judgeRun({ suite, results }, [because('tasks'), because('polling')])
  expect(verdict).toMatchObject({ passed: 1, problems: [] })
  expect(verdict.explained).toHaveLength(2)
})

it.each([
  ['a failure without a reason', [result('tasks', 'failed')], [], ['a: tasks: c: wrong']],
  ['silence without a reason', [result('polling', 'silent')], [], ['a: polling: no check passed']],
  ['a reason for another suite', [result('tasks', 'failed')], [because('tasks', 'b')], ['a: tasks: c: wrong']],
  ['no scenario at all', [], [], ['a: it ran no scenario']],
])('complains about %s', (_case, results, known, problems) => {
  expect(judgeRun({ suite, results }, known).problems).toEqual(problems)
})

it.each([
  ['passes', [result('tasks', 'passed')]],
  ['is gone', [result('ping', 'passed')]],
])('complains about a reason whose scenario %s', (_case, results) => {
  expect(judgeRun({ suite, results }, [because('tasks')]).problems).toEqual([
    'a: tasks passes or is gone, but is listed in explanations.ts',
  ])
})

it('explains only suites that exist, each scenario once', () => {
  const ids = suites.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(explanations.filter((explanation) => !ids.includes(explanation.suite))).toEqual([])
  expect(new Set(explanations.map((one) => `${one.suite} ${one.scenario}`)).size).toBe(explanations.length)
})

it('writes counts and reasons on the page', () => {
  const results = [result('ping', 'passed'), result('tasks', 'failed'), result('polling', 'silent')]
  const page = renderPage([judgeRun({ suite, results }, [because('tasks')])])
  expect(page).toContain('| all scenarios | 0.1.16 | SDK v1 on Express, sessions | 1 | 1 | 1 | 2 / 1 / 0 |')
  expect(page).toContain('1 of 3 scenarios')
  expect(page).toContain('- `tasks`: It is so.')
  expect(page).toContain('- `polling`: c: better not')
})
