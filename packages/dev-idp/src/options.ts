/** A person who can log in, with any password. */
export interface DevUser {
  /** Typed into the login form; also the `sub`. */
  readonly name: string
  /** Claim `name`. Default: `name` with a capital first letter. */
  readonly displayName?: string
  /** Claim `email`. Default: `<name>@example.test`. */
  readonly email?: string
  /** Claim `roles`. Default: none. */
  readonly roles?: readonly string[]
}

/** How a client proves itself at the token endpoint (OpenID Connect Core §9). */
export type DevClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none'

/** An application that may use the provider. */
export interface DevClient {
  readonly clientId: string
  /** Absent for a public client (`none`). */
  readonly clientSecret?: string
  /** Compared as exact strings. None for a client that only introspects. */
  readonly redirectUris: readonly string[]
  /** Default: `client_secret_basic` with a secret, `none` without. */
  readonly tokenEndpointAuthMethod?: DevClientAuthMethod
}

/** An API of yours that the provider issues access tokens for, when a client names it as `resource` (RFC 8707). */
export interface DevResource {
  /** Its identifier, and the `aud` of its tokens: `http://127.0.0.1:3000/mcp`. */
  readonly resource: string
  /** What a client may ask for there. Asked for means granted. */
  readonly scopes: readonly string[]
  /** `jwt` is a JWT of RFC 9068, `opaque` can only be introspected. Default `jwt`. */
  readonly accessTokens?: 'jwt' | 'opaque'
}

export interface DevIdpOptions {
  /** 0 picks a free one. Default 0. */
  readonly port?: number
  /** Plain http is served on loopback only. Default `127.0.0.1`. */
  readonly host?: '127.0.0.1' | '::1' | 'localhost'
  /** APIs to issue tokens for. Default: none; a request that names a `resource` is refused. */
  readonly resources?: readonly DevResource[]
  /** Redirect URIs of the default client; more can follow through {@link DevIdp.addRedirectUri}. */
  readonly redirectUris?: readonly string[]
  /** The default client. Default `sallyport-dev`. */
  readonly clientId?: string
  /** The secret of the default client. Default: 32 random bytes, new at each start, or kept in `stateFile`. */
  readonly clientSecret?: string
  /** Further clients. */
  readonly clients?: readonly DevClient[]
  /** Who can log in. Default: alice, bob, and carol with the role `admin`. */
  readonly users?: readonly DevUser[]
  /** Puts the login form on a second origin (another port), as a company with a federated login does. Default `false`. */
  readonly federated?: boolean
  /** Lifetime of access tokens in milliseconds, in whole seconds. Default 3 600 000 (one hour). */
  readonly accessTokenLifetimeMs?: number
  /** Every refresh answers with a new refresh token and ends the old one. Default `false`. */
  readonly rotateRefreshTokens?: boolean
  /**
   * Keeps keys, sessions, logins under way and tokens in this file, in clear, so that they outlive the process however it
   * ends. One provider for each file; its directory must exist. Default: everything is kept in memory.
   */
  readonly stateFile?: string
}

export interface DevIdp {
  /** Issuer identifier, without a trailing slash. */
  readonly issuer: string
  /** Where the provider listens; the same text as {@link issuer}. */
  readonly url: string
  /** Origin of the second hop when `federated` is on. */
  readonly federatedOrigin: string | undefined
  /** The default client. */
  readonly clientId: string
  readonly clientSecret: string
  /** Registers one more redirect URI, for applications that learn their port late. */
  addRedirectUri(redirectUri: string, clientId?: string): void
  /** From now on this person cannot log in or refresh, and access tokens already issued are refused. */
  disableUser(name: string): void
  enableUser(name: string): void
  /** Adds to {@link DevIdpOptions.resources}, for servers that learn their port late. */
  addResource(resource: DevResource): void
  /** Stops listening and drops open connections. */
  close(): Promise<void>
}
