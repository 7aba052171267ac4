import type { LiveKeys } from '../../primitives/keys/index.js'
import type { ParsedIssuer, VerificationKey } from './trusted-issuers.js'

/** Which keys count no more, though tokens that they signed may still be remembered. */
export interface Retirement {
  /** Notices keys that have gone since the last call. The hot path pays one comparison for each list. */
  follow(): void
  forget(kid: string): void
  isRetired(kid: string): boolean
}

interface Followed {
  readonly keys: LiveKeys<VerificationKey>
  seen: readonly VerificationKey[]
}

/** @param onRetired told once of every key that goes */
export function createRetirement(issuers: readonly ParsedIssuer[], onRetired: (kid: string) => void): Retirement {
  /** By hand, for good. */
  const forgotten = new Set<string>()
  /** From a list that changes; a key may come back there. */
  const gone = new Set<string>()
  const followed = issuers.flatMap(({ keys }): Followed[] =>
    keys !== undefined && 'latest' in keys ? [{ keys, seen: keys.current() }] : [],
  )

  function replace(list: Followed, latest: readonly VerificationKey[]): void {
    const before = list.seen
    list.seen = latest
    for (const { kid } of latest) gone.delete(kid)
    for (const key of before) {
      // By identity: another key under an old name is another key.
      if (latest.includes(key)) continue
      if (!latest.some(({ kid }) => kid === key.kid)) gone.add(key.kid)
      onRetired(key.kid)
    }
  }

  function follow(): void {
    for (const list of followed) {
      const latest = list.keys.current()
      if (latest !== list.seen) replace(list, latest)
    }
  }

  return {
    follow,
    forget(kid) {
      forgotten.add(kid)
      onRetired(kid)
    },
    isRetired(kid) {
      follow()
      return forgotten.has(kid) || gone.has(kid)
    },
  }
}
