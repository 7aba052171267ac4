import { LRUCache } from 'lru-cache'
import type { Awaitable } from '../../foundation/index.js'
import type { Principal } from '../../policy/access/index.js'
import { kills, type RevocableToken, type Revocations } from '../../primitives/revocation/index.js'
import type { RevocationChanges } from '../../store/index.js'
import type { AccessTokenClaims } from './claims.js'

/** The verdict on one signature or one introspection. Everything else is judged anew on every request (F-07). */
export interface VerifiedToken {
  /** `undefined` when the issuer was asked. */
  readonly kid: string | undefined
  /** The verdict holds until then: for ever for a signature. Milliseconds since the epoch. */
  readonly freshUntilMs: number
  /** Let in for the time of a migration, and reported at each use (F-11). */
  readonly upstream: string | undefined
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

const unit = (bytes: Uint8Array, index: number): number => ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)

/** The 32 bytes of a digest as 16 code units: written out, it costs a fraction of a loop or a spread (see `bench`). */
export function digestKey(d: Uint8Array): string {
  // prettier-ignore
  return String.fromCharCode(
    unit(d, 0), unit(d, 2), unit(d, 4), unit(d, 6), unit(d, 8), unit(d, 10), unit(d, 12), unit(d, 14),
    unit(d, 16), unit(d, 18), unit(d, 20), unit(d, 22), unit(d, 24), unit(d, 26), unit(d, 28), unit(d, 30),
  )
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
