/** A request of this server to another one. Nothing is sent that does not stand here: no cookies, no stored credentials. */
export interface OutboundRequest {
  /** Default `GET`, or `POST` with a form. */
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: URLSearchParams
}

/** An answer in JSON, whatever its status. */
export interface JsonReply {
  readonly status: number
  /** Parsed JSON of the other side: hostile until checked. */
  readonly body: unknown
}

/** What {@link Outbound.send} passes on to `fetch`. */
export type OutboundInit = Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'>

/**
 * The one way out. Every failure is the same `OAuthError` outside (`temporarily_unavailable`, no description); what
 * happened is in its private `reason`, which begins with `outbound_`. No text of the other side is repeated.
 */
export interface Outbound {
  /** The URL as it may be asked. @throws {OAuthError} with reason `outbound_url` */
  checkUrl(url: string): URL
  /** Reads a JSON answer as a whole, within the time and size limits. Redirects are refused. @throws {OAuthError} */
  fetchJson(url: string, request?: OutboundRequest): Promise<JsonReply>
  /** Asks for the status only; the body is not read. Redirects are refused. @throws {OAuthError} */
  fetchStatus(url: string, request?: OutboundRequest): Promise<number>
  /**
   * Hands out the raw answer, for callers that stream. Redirects are not followed but handed out too; the time limit
   * covers the wait for the header of the answer.
   *
   * @throws {OAuthError}
   */
  send(url: string, init?: OutboundInit): Promise<Response>
}
