import { LRUCache } from 'lru-cache'
import type { Awaitable } from '../../foundation/index.js'
import type { Principal } from '../../policy/access/index.js'
import { namedBy, type RevocableToken, type Revocations } from '../../primitives/revocation/index.js'
import type { RevocationChanges, Tombstone } from '../../store/index.js'
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
  /** Newest sequence of the log whose tombstones have been applied. */
  readonly reflected: number
  get(digest: string): VerifiedToken | undefined
  /**
   * Keeps a token whose tombstones were read when the cache reflected `seq`, unless it has moved on since: what was
   * applied then is not applied again.
   */
  put(digest: string, token: VerifiedToken, seq: number): void
  /** Drops what was revoked since the last call. */
  synchronize(): Awaitable<void>
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

const sameTarget = (a: Tombstone, b: Tombstone): boolean => a.kind === b.kind && a.id === b.id

/** @param capacity number of tokens; 0 keeps none */
export function createVerifiedTokens(
  capacity: number,
  revocations: Pick<Revocations, 'seq' | 'changesSince'>,
): VerifiedTokens {
  const tokens = new LRUCache<string, VerifiedToken>({ max: Math.max(1, capacity) })
  let reflected = 0
  /** The newest tombstone when the cache reflected this much; `undefined` when it was not told. */
  let newest: Tombstone | undefined

  // Collected first: a linked list must not be cut while it is walked.
  function drop(condition: (token: VerifiedToken) => boolean): void {
    const doomed = [...tokens.entries()].filter(([, token]) => condition(token))
    for (const [digest] of doomed) tokens.delete(digest)
  }

  /**
   * A log that was restored from a copy may have grown past what we know of it. It is another log unless it still holds
   * the newest tombstone that we know, which is why that one is asked for once more.
   */
  function apply({ tombstones, seq }: RevocationChanges, known: Tombstone | undefined, from: number): void {
    const continues = from === 0 || (known !== undefined && tombstones?.some((each) => sameTarget(each, known)))
    if (tombstones !== undefined && continues) {
      const isNamed = namedBy(tombstones)
      drop(({ revocable }) => isNamed(revocable))
    } else tokens.clear()
    if (seq < reflected) return
    reflected = seq
    newest = tombstones?.at(-1)
  }

  /** @param before what the cache reflected when `seq` was asked for */
  function catchUp(seq: number, before: number): Awaitable<void> {
    if (seq === reflected) return
    if (seq < before) {
      // The log was replaced by an older one: nothing cached can be trusted.
      tokens.clear()
      reflected = seq
      newest = undefined
      return
    }
    // Another request may have caught up further while this one waited.
    if (seq < reflected) return
    const [known, from] = [newest, reflected]
    const changes = revocations.changesSince(Math.max(0, from - 1))
    return changes instanceof Promise
      ? changes.then((answer) => apply(answer, known, from))
      : apply(changes, known, from)
  }

  return {
    get reflected() {
      return reflected
    },
    get: (digest) => tokens.get(digest),
    put(digest, token, seq) {
      if (capacity > 0 && seq === reflected) tokens.set(digest, token)
    },
    synchronize() {
      const before = reflected
      const seq = revocations.seq()
      return seq instanceof Promise ? seq.then((newest) => catchUp(newest, before)) : catchUp(seq, before)
    },
    forgetKey(kid) {
      drop((token) => token.kid === kid)
    },
  }
}
