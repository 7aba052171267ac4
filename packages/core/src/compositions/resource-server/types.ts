import type { Awaitable } from '../../foundation/index.js'
import type { Principal } from '../../policy/access/index.js'
import type { Era, RequestFacts, Revision } from '../../policy/transport/index.js'
import type { Reply } from '../../primitives/replies/index.js'

/** The gate says no; `reply` is the whole answer. */
export interface Refused {
  readonly allowed: false
  readonly reply: Reply
}

/** The caller is known. Its message has not been read yet. */
export interface Admitted {
  readonly allowed: true
  readonly requestId: string
  readonly principal: Principal
  /** Read no more than this of the body. */
  readonly maxBodyBytes: number
  readonly facts: RequestFacts
  /** Of the client, after `trustProxy` was applied; `undefined` where the host cannot tell. */
  readonly address: string | undefined
  /** To be set on the answer of the handler (CORS). */
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
}

/** How the handler's answer ended. */
export interface Outcome {
  readonly status: number
  /** `Mcp-Session-Id` of the answer. */
  readonly sessionId?: string
}

/** What stands in front of one MCP endpoint. */
export interface Gate {
  /** Host and Origin, method and sizes, address, credential: all that can be judged before a body is read. */
  admit(facts: RequestFacts): Awaitable<Admitted | Refused>
  /** Limits and access of the operation that `message` (the parsed body; `undefined` for none) will execute. */
  authorize(admitted: Admitted, message: unknown): Awaitable<Allowed | Refused>
  /** To be called once when the answer has ended or the client has gone. */
  completed(admitted: Admitted, outcome: Outcome): Awaitable<void>
  /** The answer to a body that could not be read. */
  refuseBody(admitted: Admitted, problem: 'too_large' | 'malformed' | 'aborted'): Reply
}
