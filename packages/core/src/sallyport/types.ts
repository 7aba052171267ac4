import type { Gate, SdkAuthInfo } from '../compositions/resource-server/index.js'
import type { GrantRevokedBy } from '../services/grants/index.js'

/** What a web-standard host knows of a connection beyond the `Request`. */
export interface ConnectionContext {
  /** Address of the socket's peer. */
  readonly remoteAddress?: string | undefined
}

/** The person behind a call, as the upstream provider proved it at login. */
export interface UpstreamPerson {
  /** Issuer of the upstream provider. */
  readonly issuer: string
  /** `sub` at that issuer. */
  readonly subject: string
  readonly displayName: string | undefined
  readonly roles: readonly string[]
}

/** The inner gate: what tools may do at the provider in the name of the person who calls. */
export interface UpstreamAccess {
  /**
   * Like `fetch`, with the provider's access token of the calling person. The client's own token is never sent (RS-39).
   *
   * @param extra second argument of an SDK v1 tool handler, or `ctx` of an SDK v2 one
   * @throws {OAuthError} when the grant has ended, the origin is not allowed, or the provider cannot be asked
   */
  fetch(extra: unknown, input: string | URL, init?: RequestInit): Promise<Response>
  /** Who is calling. @throws {OAuthError} `invalid_token` when the grant has ended */
  person(extra: unknown): Promise<UpstreamPerson>
}

/** What to end at once: one grant, everything of a person (our `sub`), or everything of a client. */
export type RevocationTarget =
  { readonly grantId: string } | { readonly subject: string } | { readonly clientId: string }

/** Both gates of one deployment, wired. Made by `createSallyport`. */
export interface Sallyport {
  /** Scheme, host and port of our own URLs, from the configuration. */
  readonly origin: string
  /**
   * The gate of one protected resource.
   *
   * @param resource name in `resources`; may be left out while there is one
   * @throws {ConfigError} for an unknown name
   */
  gate(resource?: string): Gate
  /**
   * True for what {@link handle} answers: well-known documents and OAuth endpoints.
   *
   * @param target path and query; the metadata address of a resource with a query has it too (RFC 9728 §3.1)
   */
  owns(target: string): boolean
  /** Answers OAuth endpoints and well-known documents on any web-standard host; `undefined` for foreign paths. */
  handle(request: Request, context?: ConnectionContext): Promise<Response | undefined>
  /** An `OAuthTokenVerifier` for the MCP SDK's own `requireBearerAuth`. */
  readonly verifier: { verifyAccessToken(token: string): Promise<SdkAuthInfo> }
  readonly upstream: UpstreamAccess
  /** Once this has resolved, no process accepts a token of what was ended. Returns the number of grants that ended. */
  revoke(target: RevocationTarget, by?: GrantRevokedBy): Promise<number>
  /**
   * A person takes back what they allowed a client: the next request of it asks again, and its grants end at once.
   *
   * @param subject our `sub`
   * @returns the number of grants that ended
   */
  withdraw(subject: string, clientId: string): Promise<number>
  /** Loads keys, checks the store and the configuration. @throws {ConfigError | StoreError} */
  ready(): Promise<void>
  close(): Promise<void>
}
