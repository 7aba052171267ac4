import type { Outcome } from '../history/observations.js'
import type { LegResult } from '../run-leg.js'
import { quantile } from './metrics.js'

/** What a leg comes down to; the JSON report holds a list of these. */
export interface Summary {
  readonly leg: string
  readonly seconds: number
  readonly requests: Readonly<Record<Outcome, number>>
  /** Of the busy ones, those that came too often. */
  readonly limited: number
  readonly tookMs: { readonly p50: number; readonly p99: number; readonly most: number }
  readonly faults: Readonly<Record<string, number>>
  readonly recoveryMs: { readonly count: number; readonly p50: number; readonly p95: number; readonly most: number }
  /** Logins that a lost answer has cost, by reason. */
  readonly logins: Readonly<Record<string, number>>
  readonly invariants: LegResult['tallies']
  readonly violations: LegResult['violations']
}

const OUTCOMES: readonly Outcome[] = ['ok', 'refused', 'busy', 'lost']

export function summarize({ leg, durationMs, metrics, tallies, violations }: LegResult): Summary {
  const { seconds, faults, payments, recoveriesMs } = metrics
  const count = (outcome: Outcome): number => seconds.reduce((sum, { counts }) => sum + counts[outcome], 0)
  const tookMs = seconds.flatMap((second) => second.tookMs)
  const kinds = new Set(faults.map(({ what }) => what))
  return {
    leg,
    seconds: Math.round(durationMs / 100) / 10,
    requests: { ok: count('ok'), refused: count('refused'), busy: count('busy'), lost: count('lost') },
    limited: metrics.totalLimited(),
    tookMs: { p50: quantile(tookMs, 0.5), p99: quantile(tookMs, 0.99), most: quantile(tookMs, 1) },
    faults: Object.fromEntries([...kinds].sort().map((kind) => [kind, faults.filter((f) => f.what === kind).length])),
    recoveryMs: {
      count: recoveriesMs.length,
      p50: quantile(recoveriesMs, 0.5),
      p95: quantile(recoveriesMs, 0.95),
      most: quantile(recoveriesMs, 1),
    },
    logins: Object.fromEntries([...payments].sort()),
    invariants: tallies,
    violations,
  }
}

const whole = (value: number): string => Math.round(value).toLocaleString('en').replaceAll(',', ' ')
const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${whole(count)} ${name}`)
    .join(', ') || 'none'

function row(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((cells) => cells[i]?.length ?? 0)))
  return rows.map((cells) => row(cells, widths)).join('\n')
}

/** For people: one leg. */
export function formatSummary(summary: Summary): string {
  const { leg, requests, limited, tookMs, faults, recoveryMs, logins, invariants, violations } = summary
  const total = OUTCOMES.reduce((sum, outcome) => sum + requests[outcome], 0)
  const { count, p50, p95, most } = recoveryMs
  const facts = [
    `${leg}: ${summary.seconds} s, ${whole(total)} requests (${listed(requests)}), ${whole(limited)} of them too often`,
    `  answers took ${whole(tookMs.p50)} ms (half), ${whole(tookMs.p99)} ms (99 of 100), ${whole(tookMs.most)} ms (longest)`,
    `  faults: ${listed(faults)}`,
    `  ${whole(count)} recoveries: ${whole(p50)} ms (half), ${whole(p95)} ms (95 of 100), ${whole(most)} ms (longest)`,
    `  logins that faults have cost: ${listed(logins)}`,
    '',
  ]
  const rows = [
    ['invariant', 'checks', 'violations'],
    ...invariants.map((each) => [each.invariant, whole(each.checks), whole(each.violations)]),
  ]
  const complaints = violations.flatMap(({ invariant, problem, trail }) => [
    '',
    `VIOLATED: ${invariant}`,
    problem,
    ...trail.map((line) => `    ${line}`),
  ])
  return [...facts, table(rows), ...complaints].join('\n')
}
