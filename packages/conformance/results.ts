import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

/** `silent`: nothing failed and nothing passed either, because all was skipped or came to no more than a warning. */
export type Outcome = 'passed' | 'failed' | 'silent'

export interface ScenarioResult {
  readonly scenario: string
  readonly outcome: Outcome
  readonly checks: { readonly passed: number; readonly failed: number; readonly warned: number }
  /** What the failed checks say. */
  readonly complaints: readonly string[]
  /** What the others would like better. */
  readonly warnings: readonly string[]
}

const Checks = z.array(
  z.object({
    id: z.string(),
    status: z.enum(['SUCCESS', 'FAILURE', 'WARNING', 'SKIPPED', 'INFO']),
    errorMessage: z.string().optional(),
  }),
)

/** `server-<scenario>-<time>`, `authorization-server-<scenario>-<time>`. */
const FOLDER = /^(?:authorization-)?server-(.+)-\d{4}-\d{2}-\d{2}T[\d-]+Z$/

/** Judges the `checks.json` of one scenario. @throws {Error} when it is none */
export function judgeScenario(scenario: string, json: string): ScenarioResult {
  const checks = Checks.parse(JSON.parse(json))
  const count = (status: string): number => checks.filter((check) => check.status === status).length
  const say = (status: string): string[] =>
    checks.flatMap(({ id, status: is, errorMessage = 'says no more' }) =>
      is === status ? `${id}: ${errorMessage}` : [],
    )
  const [passed, failed, warned] = [count('SUCCESS'), count('FAILURE'), count('WARNING')]
  return {
    scenario,
    outcome: failed > 0 ? 'failed' : passed > 0 ? 'passed' : 'silent',
    checks: { passed, failed, warned },
    complaints: say('FAILURE'),
    warnings: say('WARNING'),
  }
}

/** Name of a scenario from the folder of its results; `undefined` for other folders. */
export const scenarioOfFolder = (folder: string): string | undefined => FOLDER.exec(folder)?.[1]

/**
 * Scenarios that the CLI says it has run, in its order: a scenario that crashed leaves no folder, and must not vanish.
 *
 * @param output what the CLI wrote
 */
export function scenariosInSummary(output: string): readonly string[] {
  const [, summary = ''] = output.split('=== SUMMARY ===')
  return [...summary.matchAll(/^[✓✗] (\S+): \d+ passed/gm)].map(([, name = '']) => name)
}

/** All results of a run: what lies in its output folder, and what the summary names beyond it as failed. */
export function collectResults(folder: string, output: string): readonly ScenarioResult[] {
  const found = new Map(
    readdirSync(folder).flatMap((name) => {
      const scenario = scenarioOfFolder(name)
      if (scenario === undefined) return []
      return [[scenario, judgeScenario(scenario, readFileSync(join(folder, name, 'checks.json'), 'utf8'))] as const]
    }),
  )
  const names = new Set([...scenariosInSummary(output), ...found.keys()])
  return [...names].map((scenario) => {
    const lost: ScenarioResult = {
      scenario,
      outcome: 'failed',
      checks: { passed: 0, failed: 0, warned: 0 },
      complaints: ['It left no results.'],
      warnings: [],
    }
    return found.get(scenario) ?? lost
  })
}
