import type { Outcome } from '../history/observations.js'
import type { LegResult } from '../run-leg.js'
import { quantile, type Second } from './metrics.js'

const WIDTH = 1_200
const LEFT = 60
const PLOT = WIDTH - LEFT - 20
const PANEL = 180
const GAP = 50

const COLORS: Readonly<Record<Outcome, string>> = {
  ok: '#2f7d4f',
  refused: '#8a8f98',
  busy: '#d98c1f',
  lost: '#c0392b',
}
const OUTCOMES: readonly Outcome[] = ['ok', 'refused', 'busy', 'lost']

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const at = (value: number): string => value.toFixed(1)

function scale(most: number, top: number, place: number, count: number) {
  return {
    x: (second: number): number => LEFT + (second / Math.max(1, count)) * PLOT,
    y: (value: number): number => top + PANEL - (value / Math.max(1, most)) * PANEL,
    label: (name: string): string =>
      `<text x="${LEFT}" y="${top - 8}" font-weight="bold">${escaped(name)}</text>` +
      `<text x="${LEFT - 6}" y="${top + 10}" text-anchor="end">${at(most)}</text>` +
      `<line x1="${LEFT}" x2="${LEFT + PLOT}" y1="${top + PANEL}" y2="${top + PANEL}" stroke="#999"/>` +
      `<!-- panel ${place} -->`,
  }
}

/** Requests of each second, by how they ended, one upon the other. */
function requestBars(seconds: readonly Second[], top: number): string {
  const sums = seconds.map(({ counts }) => OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0))
  const { x, y, label } = scale(Math.max(...sums, 1), top, 1, seconds.length)
  const width = Math.max(0.5, PLOT / Math.max(1, seconds.length) - 0.3)
  const bars = seconds.flatMap(({ counts }, second) => {
    let below = 0
    return OUTCOMES.map((outcome) => {
      const [from, to] = [y(below), y((below += counts[outcome]))]
      return `<rect x="${at(x(second))}" y="${at(to)}" width="${at(width)}" height="${at(from - to)}" fill="${COLORS[outcome]}"/>`
    })
  })
  const legend = OUTCOMES.map(
    (outcome, i) => `<text x="${LEFT + 300 + i * 80}" y="${top - 8}" fill="${COLORS[outcome]}">${outcome}</text>`,
  )
  return [label('requests a second'), ...legend, ...bars].join('\n')
}

function latencyLines(seconds: readonly Second[], top: number): string {
  const lines = [0.5, 0.99].map((share) => seconds.map(({ tookMs }) => quantile(tookMs, share)))
  const { x, y, label } = scale(Math.max(...lines.flat(), 1), top, 2, seconds.length)
  const drawn = lines.map((values, i) => {
    const points = values.map((value, second) => `${at(x(second + 0.5))},${at(y(value))}`).join(' ')
    return `<polyline points="${points}" fill="none" stroke="${i === 0 ? '#2456a6' : '#a03a8a'}"/>`
  })
  return [label('milliseconds an answer took: half of them, and 99 of 100'), ...drawn].join('\n')
}

/** Requests, latency and faults of one leg over time, as SVG. */
export function plot({ leg, metrics }: LegResult): string {
  const { seconds, faults } = metrics
  const tops = [60, 60 + PANEL + GAP] as const
  const height = tops[1] + PANEL + 60
  const x = (ms: number): number => LEFT + (ms / 1000 / Math.max(1, seconds.length)) * PLOT
  const bands = faults.map(({ what, fromMs, toMs }) => {
    const width = Math.max(1.5, x(toMs) - x(fromMs))
    return `<rect x="${at(x(fromMs))}" y="${tops[0]}" width="${at(width)}" height="${height - 100}" fill="#c0392b" opacity="0.12"><title>${escaped(what)}</title></rect>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="24" font-size="16">${escaped(leg)}: ${seconds.length} s; faults are shaded</text>
${[...bands, requestBars(seconds, tops[0]), latencyLines(seconds, tops[1])].join('\n')}
</svg>
`
}
