import { createBook, type Book } from '../../src/history/book.js'
import type { Answer, Observation } from '../../src/history/observations.js'
import { createInvariants, type Promises } from '../../src/invariants/index.js'

const PROMISES: Promises = {
  graceMs: 10_000,
  answerMs: 10_000,
  recoveryMs: 2_000,
  burst: 3,
  intervalMs: 100,
  bucketLossMs: 0,
}

export function openBook(promises: Partial<Promises> = {}): Book {
  return createBook(createInvariants({ ...PROMISES, ...promises }))
}

/** What a history breaks, one name for each violation. */
export function broken(history: readonly Observation[], promises: Partial<Promises> = {}): readonly string[] {
  const book = openBook(promises)
  for (const observation of history) book.observe(observation)
  return book.close().tallies.flatMap(({ invariant, violations }) => Array<string>(violations).fill(invariant))
}

/** Sent at one instant, answered at another, in milliseconds. */
export const sent = (beganMs: number, endedMs: number, who = 'a') => ({ who, beganMs, endedMs })

type Seen<Kind extends Observation['kind']> = Extract<Observation, { kind: Kind }>
type Times = readonly [beganMs: number, endedMs: number]

export const code = (outcome: Seen<'code presented'>['outcome'], [from, to]: Times, alone = false): Observation => ({
  kind: 'code presented',
  code: 'c1',
  alone,
  outcome,
  ...sent(from, to),
})

/** A refresh token that is presented, and what came back: a successor, or another outcome. */
export function refreshed(
  token: string,
  result: { to: string } | 'refused' | 'lost',
  [from, to]: Times,
): Observation[] {
  const ok = typeof result === 'object'
  return [
    { kind: 'refresh sent', who: 'a', token, beganMs: from },
    {
      kind: 'refresh answered',
      grant: 'g',
      token,
      successor: ok ? result.to : undefined,
      outcome: ok ? 'ok' : result,
      ...sent(from, to),
    },
  ]
}

export const used = (outcome: Seen<'used'>['outcome'], [from, to]: Times, thing: Seen<'used'>['thing'] = 'grant') =>
  ({ kind: 'used', thing, id: 'g', outcome, ...sent(from, to) }) satisfies Observation

export const ending = (beganMs: number): Observation => ({ kind: 'ending', who: 'a', thing: 'grant', id: 'g', beganMs })
export const ended = (endedMs: number): Observation => ({ kind: 'ended', who: 'a', thing: 'grant', id: 'g', endedMs })

export function answered(door: Seen<'answered'>['door'], answer: Partial<Answer> | undefined, tookMs = 5): Observation {
  const full = answer && {
    status: 200,
    contentType: 'application/json',
    retryAfter: undefined,
    challenge: undefined,
    policy: undefined,
    body: '{}',
    ...answer,
  }
  return { kind: 'answered', door, answer: full, ...sent(0, tookMs) }
}

/** Operations that succeeded, each sent and answered within the millisecond. */
export const charged = (...atMs: readonly number[]): Observation[] =>
  atMs.map((ms) => ({ kind: 'charged', user: 'u', outcome: 'ok', ...sent(ms, ms + 1) }))
