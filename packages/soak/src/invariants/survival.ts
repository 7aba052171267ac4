import { eachObservation, seconds, type Invariant, type Promises } from './invariant.js'

/** Each process serves again soon after a fault has ended. */
export function recoveryIsQuick({ recoveryMs }: Promises): Invariant {
  return eachObservation('every process recovers in time', (seen) => {
    if (seen.kind !== 'recovered') return undefined
    const { afterMs, fault, process } = seen
    if (afterMs !== undefined && afterMs <= recoveryMs) return true
    return `${process} ${afterMs === undefined ? 'did not recover' : `took ${seconds(afterMs)}`} after ${fault}`
  })
}

/** A fault of the store, or a client that goes away, takes no process with it. */
export function processesLive(): Invariant {
  return eachObservation('no process ends by itself', (seen) => {
    if (seen.kind === 'died') return `${seen.process} ended at ${seconds(seen.atMs)}: ${seen.lastWords}`
    return seen.kind === 'recovered' ? true : undefined
  })
}
