import { expect } from 'vitest'
import { FAULT_KINDS } from '../../src/faults/schedule.js'
import { formatSummary, summarize, type Summary } from '../../src/report/table.js'
import { runLeg, type LegOptions } from '../../src/run-leg.js'

/** Runs one leg, and holds it to having been a real one: every kind of fault, and every rule put to the test. */
export async function expectToHold(options: LegOptions, signal: AbortSignal): Promise<Summary> {
  const summary = summarize(await runLeg({ ...options, signal }))
  const shown = formatSummary(summary)
  expect(
    summary.invariants.filter(({ violations }) => violations > 0),
    shown,
  ).toEqual([])
  expect(Object.keys(summary.faults).sort(), shown).toEqual([...FAULT_KINDS].sort())
  const neverChecked = summary.invariants.filter(({ checks }) => checks === 0)
  expect(neverChecked, shown).toEqual([])
  return summary
}
