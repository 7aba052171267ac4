import type { Awaitable } from '../../foundation/index.js'
import type { LimitQuota } from '../../primitives/replies/index.js'

/** Where an address failed; every room has its own bucket. */
export type LimitRoom = 'authorize' | 'callback' | 'gate' | 'register' | 'revoke' | 'token'

/** A request that has to wait. */
export interface ExhaustedLimit {
  readonly allowed: false
  /** Milliseconds until the same request would be allowed. */
  readonly retryAfterMs: number
  /** Name of the bucket that is empty, for the audit log; holds no identifier. */
  readonly bucket: string
  /** What that bucket holds; absent when nobody could look. */
  readonly quota?: LimitQuota
  /** Nothing was counted: the store could not answer, and the bucket's rule for that is to refuse. A matter for 503. */
  readonly outage?: true
}

export type LimitVerdict =
  | {
      readonly allowed: true
      /** The bucket with the fewest tokens left; absent when nobody could look. */
      readonly quota?: LimitQuota
    }
  | ExhaustedLimit

/** A place among the requests that a person has running in this process, or none. */
export type LimitEntry =
  | {
      readonly allowed: true
      /** Gives the place back; calling it again changes nothing. */
      readonly leave: () => void
    }
  | ExhaustedLimit

/** Whom a request to the MCP endpoint is charged to, as its access token says and nothing else (TL-04). */
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

/**
 * All limits of one deployment. A verdict never throws: a store outage is judged by `onStoreFailure`. An address that is
 * `undefined` is one shared address.
 */
export interface Limits {
  /** Whether an address may still try. Takes nothing. */
  peekAddress(address: string | undefined, room: LimitRoom, context?: LimitContext): Awaitable<LimitVerdict>
  /**
   * Charges an address for a failure: a wrong secret, a forged code, a 401. Refused when it had no failure left, which is a
   * matter for 429. A network that has used up its last one is blocked in this process until it gets another.
   */
  failed(address: string | undefined, room: LimitRoom, context?: LimitContext): Awaitable<LimitVerdict>
  /**
   * Whether this process knows, without asking the store, that an address has no failure left. An address that is
   * `undefined` is everybody's, and never blocked: its failures are refused, and nothing else.
   */
  isBlocked(address: string | undefined, room: LimitRoom, context?: LimitContext): ExhaustedLimit | undefined
  /** Charges a successful registration to its own, generous bucket. */
  debitRegistration(address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>
  /** Charges a login that is about to begin: each leaves a pending flow in the store. */
  debitLogin(address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>
  /** Whether an address may still guess secrets of this client. Takes nothing. */
  peekClientSecret(clientId: string, address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>
  /** Charges a client, and the client with this address, for a wrong secret: both or neither. */
  failedClientSecret(clientId: string, address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>
  /** Charges one operation to the user, the user with this client and the user with this tool: all or none. */
  debitPrincipal(principal: LimitedPrincipal, call: LimitedCall, context?: LimitContext): Awaitable<LimitVerdict>
  /** Takes one of the places that a user has in this process, for as long as a request runs (TL-28). */
  enter(principal: Omit<LimitedPrincipal, 'roles'>, context?: LimitContext): LimitEntry
}
