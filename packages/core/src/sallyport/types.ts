import type { Access, Gate, SdkAuthInfo } from '../compositions/resource-server/index.js'
import type { Awaitable } from '../foundation/index.js'
import type { GrantRevokedBy } from '../services/grants/index.js'
import type { HandleLifetime } from '../services/handles/index.js'
import type { SessionEnd, SessionSummary, SessionTarget } from '../services/sessions/index.js'
import type { HandlerConfirmations } from './handler-confirmations.js'
import type { Reencrypted, ReencryptOptions } from './reencrypt.js'

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

/** State between the rounds of one call: `new McpServer(info, { requestState: sallyport.requestState })` of SDK v2. */
export interface HandlerRequestState {
  /**
   * @param payload any JSON value
   * @param ctx second argument of the handler
   * @returns what `inputRequired({ requestState })` takes
   * @throws {ConfigError} without `keys`, and where the gate is not in front of the handler
   */
  mint(payload: unknown, ctx: unknown): Promise<string>
  /** Called by the SDK; the handler reads the payload with `ctx.mcpReq.requestState()`. @throws {RpcError} -32602 */
  verify(state: string, ctx: unknown): Promise<unknown>
}

/** What a server keeps for a caller between requests, under handles that work for this caller only. */
export interface HandlerHandles {
  /**
   * @param extra second argument of an SDK v1 handler, or `ctx` of an SDK v2 one
   * @param value any JSON value
   * @throws {LimitError} when the caller has too many
   * @throws {ConfigError} without `keys`, and where the gate is not in front of the handler
   */
  create(extra: unknown, value: unknown, lifetime?: HandleLifetime): Promise<string>
  /** `undefined` for a handle that is not there for this caller: made up, foreign, expired or ended. */
  get(extra: unknown, handle: unknown): Promise<unknown>
  /** `true` when it was there for this caller. */
  delete(extra: unknown, handle: unknown): Promise<boolean>
  /** Ends all handles that this person has through this client; returns how many. */
  deleteAll(extra: unknown): Promise<number>
}

/** What `sessionOptions` and `createTransportRegistry` of `@sallyport/core/sdk` need. `authInfo` is the gate's. */
export interface TransportSessions {
  newSessionId(): string
  /** Names a session of this caller without opening it. @throws {ConfigError} where the gate is not in front */
  publicId(authInfo: unknown, sessionId: string): Awaitable<string>
  /** Resolves when the session is the caller's, in every process. */
  opened(authInfo: unknown, sessionId: string): Promise<void>
  /** Ends one by what `publicId` says. @throws {StoreError} */
  closed(publicId: string, by: SessionEnd): Promise<void>
  /** Which of these are alive. @throws {StoreError} */
  alive(publicIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Tells of every session that ends in this process, until it is stopped. */
  onEnded(listener: (publicId: string) => void): () => void
}

/** Sessions of the revisions before 2026-07-28: the gate binds them, on this door they end. */
export interface HandlerSessions {
  /**
   * Ends the session of this call, when more is at stake from now on: its id is dead at once and everywhere, and the
   * client initialises anew (F-31).
   *
   * @param extra second argument of an SDK v1 handler, or `ctx` of an SDK v2 one
   * @returns `false` for a call without a session
   * @throws {ConfigError} where the gate is not in front of the handler
   */
  rotate(extra: unknown): Promise<boolean>
  /** Ends the session of this call, because the server has done with it. */
  end(extra: unknown): Promise<boolean>
  /** Ends all sessions of a person (our `sub`), of a client, or of a person through a client; returns how many. */
  endAll(target: SessionTarget): Promise<number>
  /** Live sessions of a person, oldest first. */
  list(subject: string): Promise<readonly SessionSummary[]>
  /** Ends one of {@link list}; `false` when it is not there for this person. */
  endById(subject: string, id: string): Promise<boolean>
  readonly transports: TransportSessions
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
   * The rules of one protected resource, for `wrapServer` of `@sallyport/core/sdk` and for whoever judges messages that
   * did not come through the gate.
   *
   * @param resource name in `resources`; may be left out while there is one
   * @throws {ConfigError} for an unknown name
   */
  access(resource?: string): Access
  /**
   * True for what {@link handle} answers: well-known documents and OAuth endpoints.
   *
   * @param target path and query; the metadata address of a resource with a query has it too (RFC 9728 §3.1)
   */
  owns(target: string): boolean
  /** Answers OAuth endpoints and well-known documents on any web-standard host; `undefined` for foreign paths. */
  handle(request: Request, context?: ConnectionContext): Promise<Response | undefined>
  /** An `OAuthTokenVerifier` for the own `requireBearerAuth` of the MCP SDK, version 1 and 2. */
  readonly verifier: { verifyAccessToken(token: string): Promise<SdkAuthInfo> }
  readonly upstream: UpstreamAccess
  readonly requestState: HandlerRequestState
  readonly handles: HandlerHandles
  readonly confirmations: HandlerConfirmations
  readonly sessions: HandlerSessions
  /**
   * Once this has resolved, no process accepts a token of what was ended. Of a person or a client everything ends: their
   * consents too, so that the next request for authorization asks again. Returns the number of grants that ended.
   */
  revoke(target: RevocationTarget, by?: GrantRevokedBy): Promise<number>
  /**
   * A person takes back what they allowed a client: the next request of it asks again, and its grants end at once.
   *
   * @param subject our `sub`
   * @returns the number of grants that ended
   */
  withdraw(subject: string, clientId: string): Promise<number>
  /**
   * Reads the keys again now, for example at a SIGHUP. Without it a key file is looked at about once a minute; a source
   * that cannot be asked again (`keysFromEnv`, `keysFromSecret`) keeps its keys.
   *
   * @throws {ConfigError} when the new keys cannot be used; those that were there stay
   */
  reloadKeys(): Promise<void>
  /**
   * Removes expired records, full buckets and expired tombstones from the store, in short steps beside requests. Reading
   * never returns what has expired, so this only gives back room; `startSweeping` calls it now and then.
   *
   * @param limit largest number to remove; default 100 000
   * @returns how many went
   * @throws {StoreError} when the store fails; what went is gone, and the next sweep goes on
   */
  sweep(limit?: number): Promise<number>
  /**
   * Encrypts what lies in the store with the newest keys of `vault` and `sealing`, so that older ones can be retired: run
   * it once a rotation has taken over. Safe while requests are served, and again after it was cut off (F-02).
   *
   * @throws {ConfigError} without keys
   * @throws {StoreError} when the store does not answer; what is done stays done
   */
  reencrypt(options?: ReencryptOptions): Promise<Reencrypted>
  /** Loads keys, checks the store and the configuration. @throws {ConfigError | StoreError} */
  ready(): Promise<void>
  close(): Promise<void>
}
