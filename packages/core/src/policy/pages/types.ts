/** What the consent page shows. Every string may be hostile: the page escapes, shortens and strips. */
export interface ConsentPageModel {
  readonly clientName: string | undefined
  readonly clientId: string
  /** `client_uri`, shown as text. */
  readonly clientUri: string | undefined
  readonly redirectUri: string
  readonly redirectKind: 'https' | 'loopback' | 'private-use'
  readonly resource: string
  readonly resourceName: string | undefined
  readonly scopes: readonly { readonly name: string; readonly description: string | undefined }[]
  /** `offline_access` is asked for. */
  readonly offline: boolean
  /** Set when somebody other than expected has logged in: the account that would be connected. */
  readonly account: string | undefined
  /** Where the form posts to; same origin. */
  readonly action: string
  /** Hidden fields of the form. */
  readonly fields: Readonly<Record<string, string>>
}

/** What can go wrong before a person, from most to least often the app's fault. */
export type Problem =
  | 'client_unknown'
  | 'redirect_uri_invalid'
  | 'request_invalid'
  | 'page_expired'
  | 'page_used'
  | 'form_untrusted'
  | 'login_expired'
  | 'login_failed'
  | 'login_unavailable'
  | 'too_many_requests'
  | 'server_error'

/** What an error page shows. */
export interface ErrorPageModel {
  /** Key of the texts: what happened and what the person can do. */
  readonly problem: Problem
  /** OAuth error code, shown small for support. */
  readonly error: string | undefined
  /** Shown small, for support. */
  readonly requestId: string
  /** A link back to the client that carries the error, only for proven clients and redirect URIs. */
  readonly returnTo: { readonly host: string; readonly url: string } | undefined
}

/** A finished page: the document and the policy that its own styles need. */
export interface Page {
  readonly html: string
  /** Value of `Content-Security-Policy`. */
  readonly contentSecurityPolicy: string
}

/** Renders all pages in the configured theme and texts. */
export interface Pages {
  /**
   * The question whether a client may act for a person. Its form posts `fields` and `decision`, `approve` or `deny`.
   *
   * @param formAction sources for CSP `form-action` beyond `'self'`: every hop that may follow the post, each an origin
   *   or a scheme such as `cursor:`
   */
  consent(model: ConsentPageModel, formAction: readonly string[]): Promise<Page>
  /** What went wrong and what the person can do. */
  error(model: ErrorPageModel): Promise<Page>
}
