import { eachObservation, seconds, type Invariant } from './invariant.js'

/** What belongs to somebody else answers as if it were not there; of a session that is 404 and nothing else. */
export function foreignIsRefused(): Invariant {
  const ending = new Set<string>()
  return eachObservation('nothing answers to a foreigner', (seen) => {
    if (seen.kind === 'ending') ending.add(seen.id)
    if (seen.kind !== 'trespassed' || seen.outcome === 'lost' || seen.outcome === 'busy') return undefined
    // What has ended is as good as revoked, by whomever (RFC 7009 §2.2): that tells nothing and does nothing.
    if (seen.what === 'revocation' && ending.has(seen.id)) return undefined
    const right = seen.outcome === 'refused' && (seen.what !== 'session' || seen.status === 404)
    return right || `a foreign ${seen.what} was answered with ${String(seen.status)} at ${seconds(seen.endedMs)}`
  })
}
