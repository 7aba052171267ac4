import type { Awaitable } from '../../foundation/index.js'
import type { Principal } from '../../policy/access/index.js'
import type { Era, RequestFacts, Revision } from '../../policy/transport/index.js'
import type { Reply } from '../../primitives/replies/index.js'

/** The gate says no; `reply` is the whole answer. */
export interface Refused {
  readonly allowed: false
  readonly reply: Reply
}

/**
 * The caller is known: the token is genuine, in time and for this resource. Its message has not been read, and the store
 * has not been asked yet.
 */
export interface Admitted {
  readonly allowed: true
  readonly requestId: string
  readonly principal: Principal
  /** Asks whether the token was revoked; {@link Gate.authorize} does. @throws {OAuthError | StoreError} */
  readonly assertStanding: () => Awaitable<void>
  /** Read no more than this of the body. */
  readonly maxBodyBytes: number
  readonly facts: RequestFacts
  /** Of the client, after `trustProxy` was applied; `undefined` where the host cannot tell. */
  readonly address: string | undefined
  /** To be set on every answer (CORS); {@link Allowed} has more. */
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** `AuthInfo` of the MCP SDKs, v1 and v2. `token` is a reference, not the credential. */
export interface SdkAuthInfo {
  token: string
  clientId: string
  scopes: string[]
  /** Seconds since the epoch. */
  expiresAt: number
  resource: URL
  resourceMetadataUrl: string
  extra: Record<string, unknown>
}

/** The request may run. */
export interface Allowed {
  readonly allowed: true
  readonly principal: Principal
  readonly authInfo: SdkAuthInfo
  /** `modern` requests stand alone: a session id that came along lends them nothing (ST-40, ST-67). */
  readonly era: Era
  /** Of this request. Of `initialize`, what the client asked for; the server may answer with an older one. */
  readonly revision: Revision
  /** To be set on the answer of the handler: those of {@link Admitted}, and what is left of the caller's limit (F-42). */
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** What the handler answers, as far as its header lines say. */
export interface Answer {
  readonly status: number
  /** `Mcp-Session-Id` of the answer. */
  readonly sessionId?: string
}

/** How the handler's answer ended. */
export interface Outcome {
  readonly status: number
}

/** What stands in front of one MCP endpoint. */
export interface Gate {
  /** Host and Origin, method and sizes, address, credential: all that can be judged before a body is read. */
  admit(facts: RequestFacts): Awaitable<Admitted | Refused>
  /**
   * Revocation, limits, access and session of the operation that `message` (the parsed body; `undefined` for none) will
   * execute. What it asks of the store it asks at once, in one round trip.
   */
  authorize(admitted: Admitted, message: unknown): Awaitable<Allowed | Refused>
  /**
   * To be called when the header lines of the handler's answer are known and before they are sent: a session that the
   * server has opened becomes the caller's (ST-29), one that it has ended is gone. A host that can wait waits for it.
   */
  answering(admitted: Admitted, answer: Answer): Awaitable<void>
  /**
   * To be called when an answer turns out to be a stream of events: it is ended when the token has run out or was revoked
   * (RS-44). An idle stream ends at `exp`, one on which a call is being answered five minutes later.
   *
   * @param message the parsed body; `undefined` for none
   * @param close ends the answer so that the client takes it for an end; called at most once, and not before this returns
   */
  watch(admitted: Admitted, message: unknown, close: () => void): void
  /** To be called once when the answer has ended or the client has gone. */
  completed(admitted: Admitted, outcome: Outcome): Awaitable<void>
  /** The answer to a body that could not be read. */
  refuseBody(admitted: Admitted, problem: 'too_large' | 'malformed' | 'aborted'): Reply
}
