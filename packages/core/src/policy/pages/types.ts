/** What a client may do, or asks to be allowed. */
export interface ScopesModel {
  readonly scopes: readonly { readonly name: string; readonly description: string | undefined }[]
  /** `offline_access` is among them. */
  readonly offline: boolean
}

/** What the consent page shows. Every string may be hostile: the page escapes, shortens and strips. */
export interface ConsentPageModel extends ScopesModel {
  readonly clientName: string | undefined
  readonly clientId: string
  /** `client_uri`, shown as text. */
  readonly clientUri: string | undefined
  readonly redirectUri: string
  readonly redirectKind: 'https' | 'loopback' | 'private-use'
  readonly resource: string
  readonly resourceName: string | undefined
  /** Set when somebody other than expected has logged in: the account that would be connected. */
  readonly account: string | undefined
  /** Where the form posts to; same origin. */
  readonly action: string
  /** Hidden fields of the form. */
  readonly fields: Readonly<Record<string, string>>
}

/** What a client has of a person at one resource. */
export interface ConnectedResource extends ScopesModel {
  readonly resource: string
  readonly resourceName: string | undefined
  /** Milliseconds since the epoch, as all times here; `undefined` for what was allowed and is not in use. */
  readonly sinceMs: number | undefined
  /** When the client last renewed its access or was seen in a session. */
  readonly lastUsedAtMs: number | undefined
}

/** A session of MCP that a client has open for a person. */
export interface ConnectedSession {
  /** Names the session in the form; opens nothing. */
  readonly id: string
  readonly sinceMs: number
  readonly lastUsedAtMs: number
}

/** A client that may act for the person, or come back without asking. */
export interface Connection {
  readonly clientId: string
  readonly clientName: string | undefined
  readonly redirects: readonly { readonly uri: string; readonly kind: ConsentPageModel['redirectKind'] }[]
  /** `false` when the person has allowed it, and it has no access at present. */
  readonly connected: boolean
  readonly resources: readonly ConnectedResource[]
  readonly sessions: readonly ConnectedSession[]
}

/** What the page of connections shows. Every string may be hostile. */
export interface ConnectionsPageModel {
  /** Who has signed in. */
  readonly account: string
  readonly connections: readonly Connection[]
  /** Where the form posts to; same origin. */
  readonly action: string
  /** Hidden fields of the form. */
  readonly fields: Readonly<Record<string, string>>
}

/** What the page of a sensitive action shows. Every string may be hostile. */
export interface ConfirmationPageModel {
  readonly clientName: string | undefined
  readonly clientId: string
  readonly resource: string
  readonly resourceName: string | undefined
  readonly tool: string
  /** The arguments as JSON text; all of them are shown, whatever their length. */
  readonly argumentsJson: string
  /** Who has signed in. */
  readonly account: string
  /** Milliseconds since the epoch. */
  readonly endsAtMs: number
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
  | 'change_untrusted'
  | 'change_expired'
  | 'confirmation_gone'
  | 'answer_untrusted'
  | 'answer_expired'
  | 'login_expired'
  | 'login_failed'
  | 'sign_in_failed'
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
  /**
   * What may act in the name of a person. Its form posts `fields` and one of `end_client` (a client id), `end_session` (a
   * session's `id`), `end_everything` and `sign_out`.
   */
  connections(model: ConnectionsPageModel): Promise<Page>
  /** What a browser without a session is told after signing out, with the way back in. */
  signedOut(signInUrl: string): Promise<Page>
  /** What is to be done in the name of a person. Its form posts `fields` and `decision`, `approve` or `decline`. */
  confirmation(model: ConfirmationPageModel): Promise<Page>
  /** What the person has answered. */
  confirmed(state: 'approved' | 'declined' | 'used'): Promise<Page>
  /** What went wrong and what the person can do. */
  error(model: ErrorPageModel): Promise<Page>
}
