import { expect, it } from 'vitest'
import { createMetrics, quantile } from '../src/report/metrics.js'
import { plot } from '../src/report/plot.js'
import { progressLine } from '../src/report/progress.js'
import { formatSummary, summarize } from '../src/report/table.js'
import type { LegResult } from '../src/run-leg.js'

function leg(): LegResult {
  const metrics = createMetrics(1_000)
  metrics.request('ok', 1_100, 1_110)
  metrics.request('refused', 2_100, 2_130)
  metrics.request('busy', 2_200, 2_220)
  metrics.request('lost', 3_000, 4_500)
  metrics.limited()
  metrics.fault('store killed', 1_500, 2_500)
  metrics.recovered(120)
  metrics.paid('a login was interrupted')
  return {
    leg: 'redis, one clock +20 s',
    durationMs: 4_000,
    metrics,
    tallies: [
      { invariant: 'no code succeeds twice', checks: 1_234, violations: 0 },
      { invariant: 'no request hangs', checks: 4, violations: 1 },
    ],
    violations: [{ invariant: 'no request hangs', problem: 'it took 11 s', trail: ['sent', 'waited'] }],
  }
}

it('comes down to numbers', () => {
  expect(summarize(leg())).toMatchObject({
    seconds: 4,
    requests: { ok: 1, refused: 1, busy: 1, lost: 1 },
    tookMs: { p50: 20, most: 30 },
    limited: 1,
    faults: { 'store killed': 1 },
    recoveryMs: { count: 1, most: 120 },
    logins: { 'a login was interrupted': 1 },
  })
})

it('shows each invariant with its counts, and each violation with its trail', () => {
  const text = formatSummary(summarize(leg()))
  expect(text).toMatch(/no code succeeds twice +1 234 +0/)
  expect(text).toMatch(/no request hangs +4 +1/)
  expect(text).toContain('VIOLATED: no request hangs\nit took 11 s\n    sent\n    waited')
})

it('draws every second and every fault', () => {
  const svg = plot(leg())
  expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true)
  expect(svg).toContain('<title>store killed</title>')
  expect(svg.match(/<rect /g)).toHaveLength(1 + 1 + 4 * 4)
  expect(svg).not.toMatch(/NaN|Infinity/)
})

it('draws a run in which nothing happened', () => {
  expect(plot({ ...leg(), metrics: createMetrics(0) })).not.toMatch(/NaN|Infinity/)
})

it('writes progress over and over on a terminal, and nothing elsewhere', () => {
  const state = { leg: 'redis', passedMs: 61_000, requests: 5, faults: 2, violations: 0 }
  const written = (isTTY: boolean): string => {
    let all = ''
    const stream = { isTTY, columns: 80, write: (text: string) => (all += text) }
    const line = progressLine(stream as unknown as NodeJS.WriteStream, 120_000)
    line.show(state)
    line.clear()
    return all
  }
  expect(written(false)).toBe('')
  expect(written(true)).toContain('\r\x1b[2Kredis  01:01 of 02:00  5 requests  2 faults  0 violations')
})

it('takes quantiles of nothing for nothing', () => {
  expect([quantile([], 0.5), quantile([3, 1, 2], 0.5), quantile([3, 1, 2], 1)]).toEqual([0, 2, 3])
})
