import type { Awaitable } from '../../foundation/index.js'
import type { Principal } from '../../policy/access/index.js'

/** What an access token of ours says. */
export interface AccessTokenInput {
  /** Our `sub`. */
  readonly subject: string
  readonly clientId: string
  /** The configured resource: becomes `aud`, as written. */
  readonly resource: string
  readonly scopes: readonly string[]
  readonly grantId: string
  readonly roles: readonly string[]
  /** The token never outlives this instant, the end of its grant. Milliseconds since the epoch. */
  readonly notAfterMs: number
  /** When the grant was created: no token is older. Default: not said. Milliseconds since the epoch. */
  readonly grantedAtMs?: number
}

export interface IssuedAccessToken {
  readonly accessToken: string
  /** `jti`. */
  readonly tokenId: string
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number
  /** Whole seconds, as `expires_in`. */
  readonly expiresIn: number
}

export interface TokenIssuer {
  /** Longest lifetime of an access token. */
  readonly lifetimeMs: number
  issue(input: AccessTokenInput): Promise<IssuedAccessToken>
}

/** A genuine token, in time and for this resource. Whether it has been revoked is still to be asked. */
export interface RecognizedToken {
  readonly principal: Principal
  /**
   * Asks the revocation log, once. Issues what it reads before it waits, so that other questions to the store can go
   * along with it.
   *
   * @throws {OAuthError} `invalid_token` when it has been revoked
   * @throws {StoreError}
   */
  readonly assertStanding: () => Awaitable<void>
}

export interface TokenVerifier {
  /**
   * Synchronous when the token is in the cache of verified tokens and nothing was revoked meanwhile.
   *
   * @param resource the configured resource that the request is for; `aud` must be, or contain, exactly this
   * @throws {OAuthError} `invalid_token`
   */
  verify(token: string, resource: string): Awaitable<Principal>
  /**
   * The part of {@link verify} that needs no store. A token that was seen revoked before is refused here.
   *
   * @throws {OAuthError} `invalid_token`
   */
  recognize(token: string, resource: string): Awaitable<RecognizedToken>
}
