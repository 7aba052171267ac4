/** A JSON-RPC error as a revision of MCP defines it for HTTP 400. Its text is constant: it repeats nothing of the request. */
export interface ProtocolError {
  readonly code: -32600 | -32602 | -32020 | -32021 | -32022
  readonly message: string
  readonly data?: unknown
}

/** A request that breaks a rule of its revision. */
export interface ProtocolRefusal {
  readonly ok: false
  /** HTTP status. */
  readonly status: 400
  readonly error: ProtocolError
  /** For the audit log. */
  readonly reason: string
}

/** Versions are dates; a longer text is none, and is not sent back in full. */
const MAX_VERSION_LENGTH = 64

/** "Invalid Request": the message is none that this revision allows. */
export function invalidRequest(): ProtocolError {
  return { code: -32600, message: 'Invalid request' }
}

/** A field of `_meta` that every modern request carries is missing (ST-43). */
export function invalidParams(message: string): ProtocolError {
  return { code: -32602, message }
}

/** A header is missing, malformed, or says something else than the body (ST-44, ST-48 to ST-53). */
export function headerMismatch(header: string): ProtocolError {
  return { code: -32020, message: `Header mismatch: ${header}` }
}

/** The version is not served; `data` tells which are (ST-45, ST-68). */
export function unsupportedVersion(supported: readonly string[], requested: string | undefined): ProtocolError {
  const named = requested === undefined ? {} : { requested: requested.slice(0, MAX_VERSION_LENGTH) }
  return { code: -32022, message: 'Unsupported protocol version', data: { supported, ...named } }
}

/**
 * The request needs a capability that its client did not declare in this very request (ST-46).
 *
 * @param requiredCapabilities as in `clientCapabilities`, for example `{ elicitation: { url: {} } }`
 * @example
 * ```ts
 * import { missingCapability } from '@sallyport/core/transport'
 *
 * console.log(missingCapability({ elicitation: {} }).code) // -32021, to be answered with HTTP 400
 * ```
 */
export function missingCapability(requiredCapabilities: Readonly<Record<string, object>>): ProtocolError {
  return { code: -32021, message: 'Missing required client capability', data: { requiredCapabilities } }
}

/** @param reason for the audit log */
export function refusal(error: ProtocolError, reason: string): ProtocolRefusal {
  return { ok: false, status: 400, error, reason }
}
