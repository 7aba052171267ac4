import type { Awaitable } from '../../foundation/index.js'
import type { RevocationChanges, Tombstone, TombstoneKind } from '../../store/index.js'

/** What a tombstone is held against: the claims of one access token. */
export interface RevocableToken {
  /** `jti`. */
  readonly tokenId: string
  /** `gid`; `undefined` in tokens of other issuers. */
  readonly grantId: string | undefined
  /** Our `sub`. */
  readonly subject: string
  readonly clientId: string
  /** `iat` in milliseconds since the epoch. */
  readonly issuedAtMs: number
}

export interface Revocation {
  /** `jti` and `gid` end one token or grant, `user` and `client` all that was issued until now. */
  readonly kind: TombstoneKind
  /** The `jti`, the grant id, our `sub` or the client id. */
  readonly id: string
  /** Milliseconds since the epoch: the latest `exp` of the tokens that must die, without skew. */
  readonly expiresAtMs: number
}

export interface Revocations {
  /**
   * When this has resolved, {@link isRevoked} says so in every process. Idempotent.
   *
   * @throws {StoreError} when the tombstone could not be kept; the tokens then still live
   */
  revoke(revocation: Revocation): Promise<void>
  /** Newest sequence of the log, read before a cached verdict is used. @throws {StoreError} */
  seq(): Awaitable<number>
  /** Tombstones after `seq`; `tombstones` is `undefined` when everything cached must go. @throws {StoreError} */
  changesSince(seq: number): Awaitable<RevocationChanges>
  /**
   * Whether anything was revoked after `seq` that names this token, whatever the clocks say; `true` as well when the log no
   * longer reaches back that far. For what is created while a revocation may be running: read `seq`, write, ask.
   *
   * @throws {StoreError}
   */
  isNamedSince(seq: number, token: Omit<RevocableToken, 'issuedAtMs'>): Promise<boolean>
  /**
   * Up to when everything of this person or client was revoked, in milliseconds since the epoch; 0 when nothing is. What
   * is made afterwards must not say that it is older, whatever the own clock says.
   *
   * @throws {StoreError}
   */
  revokedUntilMs(of: Pick<RevocableToken, 'subject' | 'clientId'>): Promise<number>
  /**
   * Tells of every tombstone that this process leaves or reads of others, as soon as it does; `undefined` stands for any.
   * The same one may be told several times.
   *
   * @returns what stops it
   */
  onChanges(listener: (tombstones: readonly Tombstone[] | undefined) => void): () => void
  /** Reads the tombstones of a token that is not in a cache. @throws {StoreError} */
  isRevoked(token: RevocableToken): Awaitable<boolean>
}
