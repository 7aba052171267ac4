import { SecurityError } from './security-error.js'

/** Error codes of OAuth 2.1, RFC 6750, RFC 7009, RFC 7591, RFC 8707 and OpenID Connect that we answer with. */
export type OAuthErrorCode =
  | 'access_denied'
  | 'invalid_client'
  | 'invalid_client_metadata'
  | 'invalid_grant'
  | 'invalid_redirect_uri'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'login_required'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unsupported_token_type'

/** What a refusal says inside and outside. */
export interface RefusalDetails {
  /** Stable snake_case word for the audit log; never sent to a client. */
  readonly reason: string
  /** Text a client developer may read (`error_description`); says nothing that `error` does not imply. */
  readonly description?: string
  readonly cause?: unknown
}

/** Root of all refusals of a request: one public error, one private `reason`. */
export abstract class RefusalError extends SecurityError {
  /** For the audit log only. */
  readonly reason: string
  /** Public `error_description`, when there is something useful to say. */
  readonly description: string | undefined

  constructor(message: string, details: RefusalDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.reason = details.reason
    this.description = details.description
  }
}

/** A request that OAuth rules refuse. Answered directly (JSON, challenge or page), never by redirect. */
export class OAuthError extends RefusalError {
  override readonly name = 'OAuthError'
  readonly code = 'ERR_OAUTH'
  readonly error: OAuthErrorCode

  constructor(error: OAuthErrorCode, details: RefusalDetails) {
    super(`${error} (${details.reason})`, details)
    this.error = error
  }
}

/** An authorization request whose client and redirect URI are proven: the client may learn of the error (OAuth 2.1 §4.1.2.1). */
export class RedirectableError extends RefusalError {
  override readonly name = 'RedirectableError'
  readonly code = 'ERR_OAUTH_REDIRECTABLE'
  readonly error: OAuthErrorCode

  constructor(error: OAuthErrorCode, details: RefusalDetails) {
    super(`${error} (${details.reason})`, details)
    this.error = error
  }
}

/** A request whose HTTP or JSON-RPC form is refused before any OAuth rule applies. */
export class TransportError extends RefusalError {
  override readonly name = 'TransportError'
  readonly code = 'ERR_TRANSPORT'
  /** HTTP status of the answer. */
  readonly status: number

  constructor(status: number, details: RefusalDetails) {
    super(`${String(status)} (${details.reason})`, details)
    this.status = status
  }
}

/** A request over a limit. */
export class LimitError extends RefusalError {
  override readonly name = 'LimitError'
  readonly code = 'ERR_LIMIT'
  /** Milliseconds until the same request would be allowed. */
  readonly retryAfterMs: number
  /** For the answer, besides `Retry-After`: what was counted, and what is left. */
  readonly headers: readonly (readonly [name: string, value: string])[]

  constructor(details: RefusalDetails & Pick<LimitError, 'retryAfterMs'> & Partial<Pick<LimitError, 'headers'>>) {
    super(`limit (${details.reason})`, details)
    this.retryAfterMs = details.retryAfterMs
    this.headers = details.headers ?? []
  }
}
