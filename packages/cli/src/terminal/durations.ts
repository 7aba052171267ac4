const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const FORM = /^(\d{1,9})([smhd])$/

/** Milliseconds of `90s`, `10m`, `2h`, `30d` or `0`; `undefined` for any other text. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0
  const [, count = '', unit = ''] = FORM.exec(text) ?? []
  const unitMs = UNITS_MS[unit]
  return unitMs === undefined ? undefined : Number(count) * unitMs
}

/** The largest unit that a person would say: `3d`, `5h`, `12m`, `40s`. */
export function formatDuration(ms: number): string {
  const [unit, unitMs] = [...Object.entries(UNITS_MS)].reverse().find(([, size]) => ms >= size) ?? ['s', 1_000]
  return `${String(Math.floor(Math.max(ms, 0) / unitMs))}${unit}`
}

/** UTC, to the second. */
export function formatTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`
}
