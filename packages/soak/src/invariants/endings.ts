import type { Observation } from '../history/observations.js'
import { eachObservation, seconds, type Invariant } from './invariant.js'

interface Use {
  readonly name: string
  readonly beganMs: number
  readonly endedMs: number
  readonly outcome: string
}

/** Calls and the like, and rotations, which are uses of a grant too. */
function useIn(seen: Observation): Use | undefined {
  if (seen.kind === 'used') return { ...seen, name: `${seen.thing} ${seen.id}` }
  if (seen.kind === 'refresh answered') return { ...seen, name: `grant ${seen.grant}` }
  return undefined
}

/** Exact revocation (design, "revocation"): what was begun after the answer to a revocation has arrived is refused. */
export function endedIsRefused(): Invariant {
  const ended = new Map<string, number>()
  return eachObservation('nothing revoked succeeds afterwards', (seen) => {
    if (seen.kind === 'ended') {
      const name = `${seen.thing} ${seen.id}`
      if (!ended.has(name)) ended.set(name, seen.endedMs)
    }
    const use = useIn(seen)
    const endedMs = use && ended.get(use.name)
    if (use === undefined || endedMs === undefined || use.beganMs <= endedMs) return undefined
    return (
      use.outcome !== 'ok' ||
      `${use.name} was ended by ${seconds(endedMs)} and let through when asked at ${seconds(use.beganMs)}`
    )
  })
}

/** What was acknowledged is there, whatever was killed meanwhile: codes, grants, registered clients, sessions. */
export function acknowledgedIsKept(): Invariant {
  const ending = new Set<string>()
  return eachObservation('nothing acknowledged is lost', (seen) => {
    if (seen.kind === 'ending') ending.add(`${seen.thing} ${seen.id}`)
    if (seen.kind === 'code presented' && seen.alone && (seen.outcome === 'ok' || seen.outcome === 'refused')) {
      return seen.outcome === 'ok' || `code ${seen.code} was refused at ${seconds(seen.endedMs)} when first presented`
    }
    if (seen.kind !== 'used' || (seen.outcome !== 'ok' && seen.outcome !== 'refused')) return undefined
    const name = `${seen.thing} ${seen.id}`
    if (ending.has(name)) return undefined
    return seen.outcome === 'ok' || `${name} was refused at ${seconds(seen.endedMs)}, and nobody had tried to end it`
  })
}
