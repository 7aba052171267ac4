import type { Observation } from '../history/observations.js'

/** Numbers that the deployment promises, as its documents say. Milliseconds. */
export interface Promises {
  /** How long a refresh token that was rotated gets the same answer again. */
  readonly graceMs: number
  /** No request may take longer. */
  readonly answerMs: number
  /** From the end of a fault to the first success of each process, beside what a call took before the fault. */
  readonly recoveryMs: number
  /** The bucket of a user. */
  readonly burst: number
  readonly intervalMs: number
  /** How much of the buckets a crash of the store may forget: what was debited within this time before it. */
  readonly bucketLossMs: number
}

/** Something that must hold whatever happens, judged from outside. */
export interface Invariant {
  readonly name: string
  /** Takes in one observation and says what it breaks; most break nothing. */
  see(observation: Observation): readonly string[]
  /** What only the whole history shows. */
  finish(): readonly string[]
  /** How often it could have been broken. */
  checks(): number
}

/** For rules that are judged one observation at a time: `undefined` is no check, `true` a passed one. */
export function eachObservation(
  name: string,
  judge: (observation: Observation) => true | string | undefined,
): Invariant {
  let checks = 0
  return {
    name,
    see(observation) {
      const verdict = judge(observation)
      if (verdict === undefined) return []
      checks++
      return verdict === true ? [] : [verdict]
    },
    finish: () => [],
    checks: () => checks,
  }
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`
