import type { Observation, RefreshAnswered } from '../history/observations.js'
import { eachObservation, seconds, type Invariant, type Promises } from './invariant.js'

/** A refresh token has one successor, however often and wherever it is presented. */
export function oneChain(): Invariant {
  const successors = new Map<string, string>()
  return eachObservation('no refresh token yields two chains', (seen) => {
    if (seen.kind !== 'refresh answered') return undefined
    if (seen.outcome !== 'ok' || seen.successor === undefined) return true
    const first = successors.get(seen.token) ?? seen.successor
    successors.set(seen.token, first)
    return first === seen.successor || `token ${seen.token} was followed by ${first} and by ${seen.successor}`
  })
}

interface Life {
  /** When it was presented for the first time: it cannot have been rotated before. */
  readonly firstSentMs: number
  /** When its rotation was known: it has been rotated by then. */
  rotatedByMs?: number
  successor?: string
}

/** What is known of each refresh token from what was sent and answered. */
function createLives() {
  const lives = new Map<string, Life>()
  return {
    of: (token: string | undefined): Life | undefined => (token === undefined ? undefined : lives.get(token)),
    note(seen: Observation): void {
      if (seen.kind === 'refresh sent' && !lives.has(seen.token)) lives.set(seen.token, { firstSentMs: seen.beganMs })
      if (seen.kind !== 'refresh answered' || seen.outcome !== 'ok') return
      const life = lives.get(seen.token) ?? { firstSentMs: seen.beganMs }
      life.rotatedByMs ??= seen.endedMs
      if (seen.successor !== undefined) life.successor ??= seen.successor
      lives.set(seen.token, life)
    },
  }
}

/** Spent is spent: no answer once the grace is over, and none once its successor was used. */
export function spentIsRefused({ graceMs }: Promises): Invariant {
  const lives = createLives()
  const judge = (seen: RefreshAnswered): true | string => {
    const life = lives.of(seen.token)
    if (seen.outcome !== 'ok' || life?.rotatedByMs === undefined) return true
    const next = lives.of(life.successor)?.rotatedByMs
    if (next !== undefined && seen.beganMs > next) {
      return `token ${seen.token} was answered at ${seconds(seen.endedMs)} although its successor had been used by ${seconds(next)}`
    }
    if (seen.beganMs <= life.rotatedByMs + graceMs) return true
    return `token ${seen.token}, rotated by ${seconds(life.rotatedByMs)}, was answered when sent at ${seconds(seen.beganMs)}`
  }
  return eachObservation('no spent refresh token is answered after its grace', (seen) => {
    const verdict = seen.kind === 'refresh answered' ? judge(seen) : undefined
    lives.note(seen)
    return verdict
  })
}

/**
 * A lost answer costs nobody the login: while the grant lives, a token that was not rotated is answered, and one that was,
 * within the grace and before its successor is used. The other side of the coin above.
 */
export function refreshIsKept({ graceMs }: Promises): Invariant {
  const lives = createLives()
  const ending = new Set<string>()
  const judge = (seen: RefreshAnswered): true | string => {
    const life = lives.of(seen.token)
    if (seen.outcome !== 'refused' || life === undefined || ending.has(seen.grant)) return true
    const mayBeOver = seen.endedMs >= life.firstSentMs + graceMs
    const successorSent = lives.of(life.successor)?.firstSentMs
    if (mayBeOver || (successorSent !== undefined && successorSent <= seen.endedMs)) return true
    return `token ${seen.token}, sent first at ${seconds(life.firstSentMs)}, was refused at ${seconds(seen.endedMs)} within its grace`
  }
  return eachObservation('no refresh token is refused within its grace', (seen) => {
    if (seen.kind === 'ending' && seen.thing === 'grant') ending.add(seen.id)
    const verdict = seen.kind === 'refresh answered' ? judge(seen) : undefined
    lives.note(seen)
    return verdict
  })
}
