import type { Awaitable } from '../../foundation/index.js'

/** Whom a session belongs to (ST-24): a refreshed token keeps it, another client of the same person does not get it. */
export interface SessionOwner {
  /** Issuer of the access token. */
  readonly issuer: string
  readonly subject: string
  readonly clientId: string
  /** The configured resource. */
  readonly resource: string
}

/** Who asks, with what a session watches besides its owner. */
export interface SessionCaller extends SessionOwner {
  readonly roles: readonly string[]
  readonly grantId: string | undefined
  /** Of the client, after `trustProxy` was applied; `undefined` where the host cannot tell. */
  readonly address: string | undefined
  readonly userAgent: string | undefined
  /**
   * All lines of a header, by its name in lower case. Left out where no request stands behind the caller: then nothing
   * but the owner is compared.
   */
  readonly headerLines?: (name: string) => readonly string[]
  /** `iat` of the access token, in milliseconds since the epoch. */
  readonly issuedAtMs?: number
  readonly requestId?: string
}

/**
 * `unknown`: not there for this caller, whatever the reason (404). `challenge`: the caller must prove anew who it is
 * (401). `unavailable`: the store cannot answer (503).
 */
export type SessionVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      readonly answer: 'unknown' | 'challenge' | 'unavailable'
      /** For the audit log. */
      readonly reason: string
    }

/** What was asked about a session. Calling it judges what was read, and does what follows from it. Never throws. */
export type SessionLook = () => Awaitable<SessionVerdict>

/** What the gate asks. */
export interface SessionGate {
  /** Refuse requests without a session id, but for `initialize` (ST-25). */
  readonly required?: boolean
  /** One read, issued before anything is awaited. Never throws. A session whose verdict nobody asks for is not used. */
  look(caller: SessionCaller, sessionId: string): SessionLook
  /** Makes a session that the server has just opened the caller's. Idempotent. Never throws. */
  bind(caller: SessionCaller, sessionId: string): Awaitable<void>
  /** The server has ended it. Never throws. */
  end(caller: SessionCaller, sessionId: string): Awaitable<void>
}

/** A session as its owner may see it. */
export interface SessionSummary {
  /** Names the session for {@link Sessions.endById}. It is no session id, and opens nothing. */
  readonly id: string
  readonly issuer: string
  readonly clientId: string
  readonly resource: string
  readonly grantId: string | undefined
  /** Milliseconds since the epoch, as all that follow. */
  readonly createdAtMs: number
  /** Not younger than a thirtieth of the idle time. */
  readonly lastSeenAtMs: number
  /** When it ends unless it is used before. */
  readonly expiresAtMs: number
  /** Signals that have had more than one value, for example `network`. */
  readonly changedSignals: readonly string[]
}

/** Whose sessions to end: of a person, of a client, or of a person through a client; of one grant, if it is named. */
export type SessionTarget =
  | { readonly subject: string; readonly clientId?: string; readonly grantId?: string }
  | { readonly clientId: string; readonly subject?: undefined; readonly grantId?: undefined }

/** Why a session ended. */
export type SessionEnd =
  'client' | 'server' | 'rotation' | 'person' | 'operator' | 'roles' | 'grant' | 'signal' | 'limit'

/** What `/connections` and other pages for people need. */
export interface PersonSessions {
  list(subject: string): Promise<readonly SessionSummary[]>
  end(subject: string, id: string): Promise<boolean>
}

export interface Sessions extends SessionGate {
  /** {@link SessionGate.look} and its verdict in one. Never throws. */
  check(caller: SessionCaller, sessionId: string): Awaitable<SessionVerdict>
  /** 256 random bits in 43 visible characters (ST-21, ST-22). They say nothing of the owner. */
  newSessionId(): string
  /**
   * Names a session without opening it: what {@link SessionSummary.id} says. Another owner's session with the same id
   * has another name.
   */
  publicId(owner: SessionOwner, sessionId: string): Awaitable<string>
  /** Which of these are alive, without using them. By what `publicId` says. @throws {StoreError} */
  alive(publicIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Ends one by what `publicId` says; `false` when it is not there. @throws {StoreError} */
  endByPublicId(publicId: string, by: SessionEnd): Promise<boolean>
  /** `true` when it was there for this owner. @throws {StoreError} */
  endNow(owner: SessionOwner, sessionId: string, by?: SessionEnd): Promise<boolean>
  /** Ends all that match, and returns how many. @throws {StoreError} */
  endAll(target: SessionTarget, by?: SessionEnd): Promise<number>
  /**
   * Live sessions of a person, oldest first.
   *
   * @param issuer of the access tokens, where two issuers may give one `sub` to two people. Default: any
   * @throws {StoreError}
   */
  list(subject: string, issuer?: string): Promise<readonly SessionSummary[]>
  /** Ends one of {@link list}; `false` when it is not there for this person. @throws {StoreError} */
  endById(subject: string, id: string, issuer?: string): Promise<boolean>
  /** {@link list} and {@link endById} for people who log in at one issuer, as pages for them take it. */
  ofIssuer(issuer: string): PersonSessions
  /**
   * Tells of every session that ends in this process.
   *
   * @returns what stops it
   */
  onEnded(listener: (publicId: string) => void): () => void
}
