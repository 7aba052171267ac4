import { LRUCache } from 'lru-cache'
import type { Awaitable } from '../../foundation/index.js'
import type { Principal } from '../../policy/access/index.js'
import { kills, type RevocableToken, type Revocations } from '../../primitives/revocation/index.js'
import type { RevocationChanges } from '../../store/index.js'
import type { AccessTokenClaims } from './claims.js'

/** The verdict on one signature. Everything else is judged anew on every request (F-07). */
export interface VerifiedToken {
  readonly kid: string
  readonly claims: AccessTokenClaims
  /** Derived from the claims, so that the hot path compares and allocates nothing. */
  readonly revocable: RevocableToken
  /** For the resource it was last presented at. */
  principal: Principal
}

/** Genuine tokens by digest, kept in step with the revocation log. */
export interface VerifiedTokens {
  get(digest: string): VerifiedToken | undefined
  /** Keeps a token, unless the log has moved on since `seq`: its tombstones were read before that. */
  put(digest: string, token: VerifiedToken, seq: number): void
  /** Drops what was revoked since the last call; resolves to the sequence that the cache now reflects. */
  synchronize(): Awaitable<number>
  forgetKey(kid: string): void
}

/** @param capacity number of tokens; 0 keeps none */
export function createVerifiedTokens(
  capacity: number,
  revocations: Pick<Revocations, 'seq' | 'changesSince'>,
): VerifiedTokens {
  const tokens = new LRUCache<string, VerifiedToken>({ max: Math.max(1, capacity) })
  let reflected = 0

  // Collected first: a linked list must not be cut while it is walked.
  function drop(condition: (token: VerifiedToken) => boolean): void {
    const doomed = [...tokens.entries()].filter(([, token]) => condition(token))
    for (const [digest] of doomed) tokens.delete(digest)
  }

  function apply({ tombstones, seq }: RevocationChanges): number {
    if (tombstones === undefined) tokens.clear()
    else drop(({ revocable }) => tombstones.some((tombstone) => kills(tombstone, revocable)))
    return (reflected = Math.max(reflected, seq))
  }

  function catchUp(seq: number): Awaitable<number> {
    if (seq === reflected) return seq
    if (seq < reflected) {
      // The log was replaced by an older one: nothing cached can be trusted.
      tokens.clear()
      return (reflected = seq)
    }
    const changes = revocations.changesSince(reflected)
    return changes instanceof Promise ? changes.then(apply) : apply(changes)
  }

  return {
    get: (digest) => tokens.get(digest),
    put(digest, token, seq) {
      if (capacity > 0 && seq === reflected) tokens.set(digest, token)
    },
    synchronize() {
      const seq = revocations.seq()
      return seq instanceof Promise ? seq.then(catchUp) : catchUp(seq)
    },
    forgetKey(kid) {
      drop((token) => token.kid === kid)
    },
  }
}
