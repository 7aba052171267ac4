import { eachObservation, seconds, type Invariant } from './invariant.js'

/** An authorization code yields tokens once, through whichever processes it is presented (OAuth 2.1 §4.1.3). */
export function codeOnce(): Invariant {
  const redeemed = new Map<string, number>()
  return eachObservation('no code succeeds twice', (seen) => {
    if (seen.kind !== 'code presented') return undefined
    if (seen.outcome !== 'ok') return true
    const before = redeemed.get(seen.code)
    redeemed.set(seen.code, seen.endedMs)
    return before === undefined || `code ${seen.code} gave tokens at ${seconds(before)} and at ${seconds(seen.endedMs)}`
  })
}
