import { answersAreClean, nothingHangs } from './answers.js'
import { codeOnce } from './codes.js'
import { acknowledgedIsKept, endedIsRefused } from './endings.js'
import { foreignIsRefused } from './foreign.js'
import type { Invariant, Promises } from './invariant.js'
import { limitsHold } from './limits.js'
import { oneChain, refreshIsKept, spentIsRefused } from './refresh.js'
import { processesLive, recoveryIsQuick } from './survival.js'

export type { Invariant, Promises } from './invariant.js'

/** Everything that a soak holds a deployment to. */
export function createInvariants(promises: Promises): readonly Invariant[] {
  return [
    codeOnce(),
    oneChain(),
    spentIsRefused(promises),
    refreshIsKept(promises),
    endedIsRefused(),
    acknowledgedIsKept(),
    foreignIsRefused(),
    limitsHold(promises),
    answersAreClean(),
    nothingHangs(promises),
    recoveryIsQuick(promises),
    processesLive(),
  ]
}
