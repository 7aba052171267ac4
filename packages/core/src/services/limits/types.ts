import type { Awaitable } from '../../foundation/index.js'

/** Where an address failed; every room has its own bucket. */
export type LimitRoom = 'authorize' | 'callback' | 'gate' | 'register' | 'revoke' | 'token'

export type LimitVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      /** Milliseconds until the same request would be allowed. */
      readonly retryAfterMs: number
      /** Name of the bucket that is empty, for the audit log and `RateLimit-Policy`; holds no identifier. */
      readonly bucket: string
      /** Nothing was counted: the store could not answer, and the bucket's rule for that is to refuse. A matter for 503. */
      readonly outage?: true
    }

/** Whom a request to the MCP endpoint is charged to. */
export interface LimitedPrincipal {
  /** Issuer of the access token. */
  readonly issuer: string
  readonly subject: string
  readonly clientId: string
  /** The most generous rate among them counts. */
  readonly roles: readonly string[]
}

/** What a request is charged for. */
export interface LimitedCall {
  /** Key of the operation: `tools/<name>` and so on. */
  readonly operation: string
  /** Tokens, a whole number. */
  readonly cost: number
}

/** Who asks, for the audit event of a refusal. */
export interface LimitContext {
  readonly requestId?: string
}

/** All limits of one deployment. A verdict never throws: a store outage is judged by `onStoreFailure`. */
export interface Limits {
  /** Whether an address may still try. Takes nothing. `undefined` is one shared address. */
  peekAddress(address: string | undefined, room: LimitRoom, context?: LimitContext): Awaitable<LimitVerdict>
  /** Charges an address for a failure: a wrong secret, a forged code, a 401. */
  failed(address: string | undefined, room: LimitRoom, context?: LimitContext): Awaitable<void>
  /** Charges a successful registration to its own, generous bucket. */
  debitRegistration(address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>
  /** Charges a login that is about to begin: each leaves a pending flow in the store. */
  debitLogin(address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>
  /** Whether secrets of this client may still be guessed. Takes nothing. */
  peekClientSecret(clientId: string, context?: LimitContext): Awaitable<LimitVerdict>
  /** Charges a client for a wrong secret. */
  failedClientSecret(clientId: string, context?: LimitContext): Awaitable<void>
  /** Charges one operation to the user and to the user with this client: both or neither. */
  debitPrincipal(principal: LimitedPrincipal, call: LimitedCall, context?: LimitContext): Awaitable<LimitVerdict>
}
