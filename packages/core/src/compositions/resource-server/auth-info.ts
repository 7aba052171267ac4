import type { Principal } from '../../policy/access/index.js'
import type { SessionCaller } from '../../services/sessions/index.js'
import type { SdkAuthInfo } from './types.js'

/** Where `extra` says which message was let through. The SDKs hand no params to `requestState.verify` (EL-04). */
const MESSAGE = Symbol.for('@sallyport/core/message')

/**
 * The message that the gate let through for a caller.
 *
 * @param authInfo as a handler got it
 * @returns parsed JSON-RPC; `undefined` when the gate did not make this `authInfo`
 */
export function authorizedMessage(authInfo: unknown): unknown {
  const { extra } = (authInfo ?? {}) as { extra?: { [MESSAGE]?: unknown } }
  const read = extra?.[MESSAGE]
  return typeof read === 'function' ? (read as () => unknown)() : undefined
}

/** Where `extra` says what a session compares, for transports that open one before the gate hears of it. */
const SESSION_CALLER = Symbol.for('@sallyport/core/session-caller')

/**
 * The caller as sessions know it, with what its request shows of it.
 *
 * @param authInfo as the gate made it
 * @returns `undefined` when the gate did not make this `authInfo`
 */
export function sessionCallerOf(authInfo: unknown): SessionCaller | undefined {
  const { extra } = (authInfo ?? {}) as { extra?: { [SESSION_CALLER]?: unknown } }
  const read = extra?.[SESSION_CALLER]
  return typeof read === 'function' ? (read as () => SessionCaller)() : undefined
}

/** What identifies a call beyond its principal. */
export interface AuthInfoContext {
  readonly resourceMetadataUrl: string
  readonly requestId: string
  /** Parsed body; left out where a token is verified without its request. */
  readonly message?: unknown
  /** Left out where a token is verified without its request. */
  readonly sessionCaller?: () => SessionCaller
  /** The client's token, only with `unsafelyExposeToken`. */
  readonly token: string | undefined
}

/**
 * The caller as the MCP SDKs know it. `token` names the token and is not it, so a tool that forwards it upstream gets
 * nowhere (RS-39). The SDK's type has no subject: that and the rest sits in `extra`.
 */
export function authInfoOf(principal: Principal, context: AuthInfoContext): SdkAuthInfo {
  const { subject, issuer, grantId, roles, tokenId, clientId, scopes, resource, expiresAtMs } = principal
  return {
    token: context.token ?? `sallyport:${tokenId}`,
    clientId,
    scopes: [...scopes],
    expiresAt: Math.floor(expiresAtMs / 1000),
    resource: new URL(resource),
    resourceMetadataUrl: context.resourceMetadataUrl,
    extra: {
      subject,
      issuer,
      ...(grantId === undefined ? {} : { grantId }),
      roles: [...roles],
      tokenId,
      requestId: context.requestId,
      // A symbol and a function: it is not in JSON, nor in what a tool logs or lists of its caller.
      [MESSAGE]: () => context.message,
      ...(context.sessionCaller && { [SESSION_CALLER]: context.sessionCaller }),
    },
  }
}
