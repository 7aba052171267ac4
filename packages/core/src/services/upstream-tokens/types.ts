/** Tokens of the upstream provider. They stay inside: sealed at rest, handed to nobody. */
export interface UpstreamTokens {
  readonly accessToken: string
  readonly tokenType: string
  /** Milliseconds since the epoch; absent when the provider did not say. */
  readonly expiresAtMs?: number
  readonly refreshToken?: string
  readonly idToken?: string
  readonly scope?: string
}

/** Port towards the provider, implemented by `compositions/upstream`. */
export interface UpstreamTokenEndpoint {
  /** As configured. */
  readonly issuer: string
  /** @throws {OAuthError} `invalid_grant` when the provider refuses, `temporarily_unavailable` when it cannot be asked */
  refresh(tokens: UpstreamTokens): Promise<UpstreamTokens>
  /** Best effort: a provider without revocation is no error. */
  revoke(tokens: UpstreamTokens): Promise<void>
}

/** The vault of upstream tokens: one sealed set for each grant. */
export interface UpstreamTokenVault {
  /** Keeps the tokens of a new grant until `expiresAtMs`, the end of the grant. */
  store(grant: UpstreamTokenOwner, tokens: UpstreamTokens): Promise<void>
  /**
   * The access token to use now, refreshed under a lock when it is about to expire.
   *
   * @throws {OAuthError} `invalid_grant` when the provider has ended the grant (the caller revokes ours), `temporarily_unavailable` when it cannot be asked
   */
  accessToken(grantId: string): Promise<string>
  /**
   * Proves that the provider still knows the person: exercises the refresh token unless that was done within the last hour.
   * A grant without an upstream refresh token passes.
   *
   * @throws as {@link accessToken}
   */
  confirm(grantId: string): Promise<void>
  /** Forgets the tokens of a dead grant; with `revoke` the provider is told as well. Idempotent. */
  drop(grantId: string, options: { readonly revoke: boolean }): Promise<void>
}

export interface UpstreamTokenOwner {
  readonly grantId: string
  /** Our `sub`. */
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number
}
