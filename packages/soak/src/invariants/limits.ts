import type { StoreCrashed } from '../history/observations.js'
import { seconds, type Invariant, type Promises } from './invariant.js'

interface Success {
  readonly beganMs: number
  readonly endedMs: number
}

/**
 * Never more than the bucket holds: of the successes that were sent and answered within any window, there are at most
 * `burst` and one for each interval of it. Every window from the sending of one success to the answer of another is
 * looked at, so nothing hides between two of them. A crash of the store may give back what it had not yet written.
 */
export function limitsHold({ burst, intervalMs, bucketLossMs }: Promises): Invariant {
  const successes = new Map<string, Success[]>()
  const crashes: StoreCrashed[] = []
  let windows = 0

  const forgiven = (all: readonly Success[], fromMs: number, toMs: number): number =>
    bucketLossMs === 0
      ? 0
      : crashes
          .filter((crash) => crash.toMs >= fromMs && crash.fromMs <= toMs)
          .flatMap((crash) => all.filter((s) => s.endedMs >= crash.fromMs - bucketLossMs && s.beganMs <= crash.toMs))
          .length

  const judge = (user: string, all: readonly Success[]): string[] => {
    const byEnd = [...all].sort((a, b) => a.endedMs - b.endedMs)
    for (const { beganMs: fromMs } of all) {
      let count = 0
      for (const { beganMs, endedMs: toMs } of byEnd) {
        if (beganMs < fromMs) continue
        count++
        windows++
        // What came back during the window, the first of it by any part of an interval.
        const most = burst + Math.floor((toMs - fromMs) / intervalMs) + 1
        if (count <= most || count <= most + forgiven(all, fromMs, toMs)) continue
        const window = `between ${seconds(fromMs)} and ${seconds(toMs)}`
        return [`user ${user} got ${count} operations ${window}, and the limit is ${most}`]
      }
    }
    return []
  }

  return {
    name: 'no limit is exceeded',
    see(seen) {
      if (seen.kind === 'store crashed') crashes.push(seen)
      if (seen.kind !== 'charged' || seen.outcome !== 'ok') return []
      const known = successes.get(seen.user) ?? []
      known.push({ beganMs: seen.beganMs, endedMs: seen.endedMs })
      successes.set(seen.user, known)
      return []
    },
    finish: () => [...successes].flatMap(([user, all]) => judge(user, all)),
    checks: () => windows,
  }
}
