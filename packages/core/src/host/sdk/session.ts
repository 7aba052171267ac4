import type { Access } from '../../compositions/resource-server/index.js'
import { member } from './messages.js'
import { ownerOf } from './owner.js'

/** Whose a transport is. Transports without sessions never get an owner. */
export interface Session {
  /** What the owner presented last: scopes may have changed since the session began. */
  readonly authInfo: unknown
  seen(authInfo: unknown): void
  /** Binds for good. Without a caller the session is nobody's, for ever. */
  bind(authInfo: unknown): void
  /** True for the owner, and for everybody while there is none. */
  admits(owner: string): boolean
  /**
   * Begins an HTTP request: the first caller becomes the owner.
   *
   * @returns what ends it; `undefined` for everybody but the owner. The first request that leaves no session behind
   *   leaves no owner either
   */
  enter(authInfo: unknown): ((hasSession: boolean) => void) | undefined
}

const NOBODY = ''

/** Without the message that the gate leaves beside a caller: a session outlives it by hours. */
function withoutMessage(authInfo: unknown): unknown {
  const extra = member(authInfo, 'extra')
  if (typeof extra !== 'object' || extra === null) return authInfo
  return { ...(authInfo as object), extra: Object.fromEntries(Object.entries(extra)) }
}

export function createSession(access: Access): Session {
  let owner: string | undefined
  let latest: unknown
  let running = 0

  const remember = (authInfo: unknown): void => {
    latest = access.localAuthInfo ?? withoutMessage(authInfo)
  }
  const ownerBehind = (authInfo: unknown): string | undefined => {
    const principal = access.principalOf(authInfo)
    return principal && ownerOf(principal)
  }

  return {
    get authInfo() {
      return latest
    },
    seen: remember,
    bind(authInfo) {
      owner = ownerBehind(authInfo) ?? NOBODY
      remember(authInfo)
    },
    admits: (caller) => owner === undefined || owner === caller,
    enter(authInfo) {
      const caller = ownerBehind(authInfo)
      if (caller === undefined || (owner !== undefined && owner !== caller)) return undefined
      owner = caller
      remember(authInfo)
      running++
      return (hasSession) => {
        running--
        if (!hasSession && running === 0) owner = undefined
      }
    },
  }
}
