/** What a person allowed a client to do with one resource. Codes and refresh tokens belong to it. */
export interface Grant {
  /** Begins with the subject's shard (the first three characters of `subject`). */
  readonly grantId: string
  /** Our `sub`: unpadded base64url of SHA-256 over the RFC 8785 form of `[upstream issuer, upstream subject]`. */
  readonly subject: string
  readonly userIssuer: string
  readonly userSubject: string
  readonly displayName: string | undefined
  readonly roles: readonly string[]
  readonly clientId: string
  /** The redirect URI as registered (not with the port of this request). */
  readonly redirectUri: string
  readonly resource: string
  /** Without `offline_access`. */
  readonly scopes: readonly string[]
  /** `offline_access` was granted. */
  readonly offline: boolean
  readonly createdAtMs: number
  /** Milliseconds since the epoch: the absolute end, 30 days after creation by default. */
  readonly expiresAtMs: number
}

export type NewGrant = Omit<Grant, 'grantId' | 'createdAtMs' | 'expiresAtMs'>

/** What a code is bound to besides its grant. */
export interface CodeBinding {
  /** As in the authorization request. */
  readonly redirectUri: string
  readonly codeChallenge: string
}

export interface CodePresentation {
  readonly code: string
  readonly clientId: string
  readonly codeVerifier: string | undefined
  readonly redirectUri: string | undefined
  /** Already resolved to a configured resource; `undefined` when the request has none. */
  readonly resource: string | undefined
}

export interface RefreshPresentation {
  readonly refreshToken: string
  readonly clientId: string
  /** `undefined` when the request has none. */
  readonly scopes: readonly string[] | undefined
  /** Already resolved to a configured resource; `undefined` when the request has none. */
  readonly resource: string | undefined
  /**
   * When the request came in, in milliseconds since the epoch; default now. Two requests that came together are judged
   * alike, however long one of them then waited for the provider.
   */
  readonly presentedAtMs?: number
}

export interface InspectedRefresh {
  readonly grant: Grant
  /** Scopes of the access token to issue: those of the grant, or the narrower ones asked for. */
  readonly scopes: readonly string[]
}

export interface RotatedRefresh extends InspectedRefresh {
  readonly refreshToken: string
  readonly generation: number
  /** The previous token came again within the grace: `refreshToken` is the one already handed out. */
  readonly retry: boolean
}

export type GrantRevokedBy = 'client' | 'user' | 'operator' | 'replay' | 'upstream' | 'consent'

export interface Grants {
  /** @throws {OAuthError} `access_denied` when everything of the person or client is being revoked */
  create(grant: NewGrant): Promise<Grant>
  /** The grant while it may be used: neither expired nor revoked. */
  find(grantId: string): Promise<Grant | undefined>
  /** @throws {OAuthError} `access_denied` when the grant was revoked meanwhile */
  issueCode(grant: Grant, binding: CodeBinding): Promise<string>
  /**
   * Exactly one of any number of attempts succeeds. One that follows with everything right ends the grant.
   *
   * @throws {OAuthError} `invalid_grant` (or `invalid_target`); the code is burnt whatever happens
   */
  redeemCode(presented: CodePresentation): Promise<Grant>
  /** The first refresh token of a grant. @throws {OAuthError} `invalid_grant` when it has been started before */
  startRefresh(grant: Grant): Promise<string>
  /**
   * What a genuine refresh token of this client would give if it were rotated now. Rotates nothing; a token that proves a
   * theft ends the grant here already.
   *
   * @throws {OAuthError} as {@link rotateRefresh}
   */
  inspectRefresh(presented: RefreshPresentation): Promise<InspectedRefresh>
  /** @throws {OAuthError} `invalid_grant`, `invalid_scope` or `invalid_target` */
  rotateRefresh(presented: RefreshPresentation): Promise<RotatedRefresh>
  /**
   * The grant behind a genuine refresh token, whoever holds it; `undefined` for a forged or unknown one. For revocation
   * only: a grant whose revocation stopped half-way is found, too, so that it can be finished.
   */
  findByRefreshToken(refreshToken: string): Promise<Grant | undefined>
  /** When this has resolved, no token of the grant is accepted by any process. Idempotent. */
  revoke(grantId: string, by: GrantRevokedBy): Promise<void>
  /** Ends all grants of a person, or of a client; returns how many. */
  revokeAll(of: { readonly subject: string } | { readonly clientId: string }, by: GrantRevokedBy): Promise<number>
  listBySubject(subject: string): Promise<readonly Grant[]>
  /** When the refresh token of a grant was last used, in milliseconds since the epoch; `undefined` before the first time. */
  lastRefreshAtMs(grantId: string): Promise<number | undefined>
}
