import type { Outcome } from '../history/observations.js'

/** One second of a run. */
export interface Second {
  readonly counts: Record<Outcome, number>
  /** Milliseconds each answered request took. */
  readonly tookMs: number[]
}

export interface Span {
  readonly what: string
  /** Milliseconds since the beginning of the run. */
  readonly fromMs: number
  readonly toMs: number
}

/** Counts for the report; nothing is judged by them. */
export interface Metrics {
  request(outcome: Outcome, beganMs: number, endedMs: number): void
  /** A request that came too often. */
  limited(): void
  fault(what: string, fromMs: number, toMs: number): void
  paid(reason: string): void
  /** Milliseconds from the end of a fault to the first success of one process. */
  recovered(afterMs: number): void
  readonly seconds: readonly Second[]
  readonly faults: readonly Span[]
  readonly payments: ReadonlyMap<string, number>
  readonly recoveriesMs: readonly number[]
  total(): number
  /** How many came too often; they are among the busy ones. */
  totalLimited(): number
}

const emptySecond = (): Second => ({ counts: { ok: 0, refused: 0, busy: 0, lost: 0 }, tookMs: [] })

/** @param startedMs of the clock that all times are of */
export function createMetrics(startedMs: number): Metrics {
  const seconds: Second[] = []
  const faults: Span[] = []
  const payments = new Map<string, number>()
  const recoveriesMs: number[] = []
  let total = 0
  let limited = 0
  return {
    seconds,
    faults,
    payments,
    recoveriesMs,
    recovered: (afterMs) => void recoveriesMs.push(afterMs),
    request(outcome, beganMs, endedMs) {
      const place = Math.max(0, Math.floor((endedMs - startedMs) / 1000))
      while (seconds.length <= place) seconds.push(emptySecond())
      const second = seconds[place] ?? emptySecond()
      second.counts[outcome]++
      if (outcome !== 'lost') second.tookMs.push(endedMs - beganMs)
      total++
    },
    fault: (what, fromMs, toMs) => void faults.push({ what, fromMs: fromMs - startedMs, toMs: toMs - startedMs }),
    paid: (reason) => void payments.set(reason, (payments.get(reason) ?? 0) + 1),
    limited() {
      limited++
    },
    total: () => total,
    totalLimited: () => limited,
  }
}

/** @param share for example 0.99 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
