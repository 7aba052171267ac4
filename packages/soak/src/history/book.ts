import type { Invariant } from '../invariants/index.js'
import type { Observation } from './observations.js'

export interface Violation {
  readonly invariant: string
  readonly problem: string
  /** What the client concerned had sent and heard, and which faults there were; the newest last. */
  readonly trail: readonly string[]
}

export interface Tally {
  readonly invariant: string
  readonly checks: number
  readonly violations: number
}

/** Takes down what is seen, and holds it against the invariants at once. */
export interface Book {
  observe(observation: Observation): void
  /** Adds to the trail of one client, or of all (`undefined`). */
  note(who: string | undefined, line: string): void
  violations(): number
  /** Call once, when nothing more will come. */
  close(): { readonly violations: readonly Violation[]; readonly tallies: readonly Tally[] }
}

const TRAIL_LINES = 60
/** Of one broken rule the first few tell what is wrong; all are counted. */
const KEPT_OF_EACH = 5

export function createBook(invariants: readonly Invariant[]): Book {
  const trails = new Map<string | undefined, { at: number; line: string }[]>()
  const counts = new Map<string, number>()
  const kept: Violation[] = []
  let noted = 0

  const note = (who: string | undefined, line: string): void => {
    const trail = trails.get(who) ?? []
    trail.push({ at: noted++, line })
    if (trail.length > TRAIL_LINES) trail.shift()
    trails.set(who, trail)
  }
  const trailOf = (who: string | undefined): readonly string[] => {
    const own = who === undefined ? [] : (trails.get(who) ?? [])
    return [...own, ...(trails.get(undefined) ?? [])].sort((a, b) => a.at - b.at).map(({ line }) => line)
  }
  const complain = (invariant: string, problem: string, who: string | undefined): void => {
    const count = (counts.get(invariant) ?? 0) + 1
    counts.set(invariant, count)
    if (count <= KEPT_OF_EACH) kept.push({ invariant, problem, trail: trailOf(who) })
  }

  return {
    note,
    observe(observation) {
      const who = 'who' in observation ? observation.who : undefined
      for (const invariant of invariants) {
        for (const problem of invariant.see(observation)) complain(invariant.name, problem, who)
      }
    },
    violations: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
    close() {
      for (const invariant of invariants) {
        for (const problem of invariant.finish()) complain(invariant.name, problem, undefined)
      }
      const tallies = invariants.map((invariant) => ({
        invariant: invariant.name,
        checks: invariant.checks(),
        violations: counts.get(invariant.name) ?? 0,
      }))
      return { violations: kept, tallies }
    },
  }
}
