import { explanations, type Explanation } from './explanations.js'
import type { ScenarioResult } from './results.js'
import type { Suite } from './suites.js'

/** A suite that was run. */
export interface SuiteRun {
  readonly suite: Suite
  readonly results: readonly ScenarioResult[]
  /** What the CLI said, when it came to no result at all. */
  readonly crash?: string | undefined
}

export interface SuiteVerdict extends SuiteRun {
  readonly passed: number
  /** Did not pass, and a reason is known. */
  readonly explained: readonly Explanation[]
  /** One line for each scenario that did not pass without a reason, and each reason that is out of date. */
  readonly problems: readonly string[]
}

/** Holds results against the reasons that are known. */
export function judgeRun(
  { suite, results, crash }: SuiteRun,
  known: readonly Explanation[] = explanations,
): SuiteVerdict {
  const ours = known.filter((explanation) => explanation.suite === suite.id)
  const explainedBy = ({ scenario }: ScenarioResult) => ours.find((explanation) => explanation.scenario === scenario)
  const open = results.filter(({ outcome }) => outcome !== 'passed')
  const unexplained = open.filter((result) => explainedBy(result) === undefined)
  const explained = open.flatMap((result) => explainedBy(result) ?? [])
  const stale = ours.filter((explanation) => !explained.includes(explanation))
  return {
    suite,
    results,
    passed: results.length - open.length,
    explained,
    problems: [
      ...(results.length === 0 ? [`${suite.id}: ${crash ?? 'it ran no scenario'}`] : []),
      ...unexplained.map(({ scenario, outcome, complaints }) => {
        return `${suite.id}: ${scenario}: ${complaints.join('; ') || `no check ${outcome === 'silent' ? 'passed' : 'ran'}`}`
      }),
      ...stale.map(({ scenario }) => `${suite.id}: ${scenario} passes or is gone, but is listed in explanations.ts`),
    ],
  }
}
