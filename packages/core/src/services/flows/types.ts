import type { CookieRules, Runtime } from '../../foundation/index.js'
import type { Sealer } from '../../primitives/sealing/index.js'
import type { RecordStore } from '../../store/index.js'

/** An authorization request in which everything has been checked and resolved. Fixed from here on (PX-23). */
export interface AuthorizationRequest {
  readonly clientId: string
  /** As requested: the port of a loopback redirect may differ from the registered one. */
  readonly redirectUri: string
  readonly registeredRedirectUri: string
  readonly redirectKind: 'https' | 'loopback' | 'private-use'
  /** The client's own `state`, returned unchanged. */
  readonly state: string | undefined
  readonly codeChallenge: string
  /** As configured. */
  readonly resource: string
  /** What may be granted, without `offline_access`. */
  readonly scopes: readonly string[]
  /** `offline_access` was asked for. */
  readonly offline: boolean
  /** As the client wrote them, known here or not: for the audit log (RS-67). */
  readonly requestedScopes: readonly string[]
  /** OpenID Connect `prompt` to be passed on to the provider. */
  readonly prompt: 'none' | 'login' | 'select_account' | undefined
}

/**
 * Why the browser may go on to the provider: somebody has just approved on the page, this browser holds an approval of
 * `subject`, or the operator exempted the client.
 */
export type FlowBasis =
  | { readonly kind: 'page' }
  | { readonly kind: 'approval'; readonly consentId: string; readonly subject: string }
  | { readonly kind: 'exempt' }

/** Values for one login at the provider, all fresh (F-16). */
export interface FlowLogin {
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/** A login in the name of a client that was started and has not come back. */
export interface PendingFlow {
  readonly request: AuthorizationRequest
  readonly basis: FlowBasis
  readonly login: FlowLogin
}

/** A login to a page of our own: no client waits for it, and nothing is granted. */
export interface OwnFlow {
  readonly own: true
  /** The question that the person wants to answer; absent for the page of connections. */
  readonly confirmationId: string | undefined
  readonly login: FlowLogin
}

/** The sealed request as it travels in the page's form. */
export interface ConsentForm {
  /** Consumed once. */
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number
  /** Names the answer of the provider that waits for this decision; absent before the login. */
  readonly heldId: string | undefined
  readonly request: AuthorizationRequest
}

export type OpenedForm =
  | { readonly ok: true; readonly form: ConsentForm }
  | { readonly ok: false; readonly problem: 'form_forged' | 'form_expired' | 'form_of_another_browser' }

export type ResumedFlow =
  | { readonly ok: true; readonly flow: PendingFlow | OwnFlow; readonly clearCookie: string }
  | { readonly ok: false; readonly problem: 'state_malformed' | 'state_of_another_browser' | 'state_unknown' }

/** Pending authorizations of all browsers. */
export interface Flows {
  /** The CSRF secret of this browser. `setCookie` is there when it is new and the answer must set it. */
  browser(cookieHeader: string | null): Promise<{ readonly secret: string; readonly setCookie: string | undefined }>
  /** Seals a request into the page's form, bound to this browser. Writes nothing to the store. */
  sealForm(request: AuthorizationRequest, browserSecret: string, heldId?: string): Promise<string>
  openForm(sealed: string, cookieHeader: string | null): Promise<OpenedForm>
  /** `true` for the first caller only. */
  consumeForm(form: ConsentForm): Promise<boolean>
  /** Starts a login: keeps the flow, and binds it to this browser by the cookies to be set on the redirect. */
  begin(
    request: AuthorizationRequest,
    basis: FlowBasis,
    cookieHeader: string | null,
  ): Promise<{ readonly login: FlowLogin; readonly setCookies: readonly string[] }>
  /** Like {@link begin}, for a person who wants to see a page of our own: a question, or else their connections. */
  beginOwn(
    cookieHeader: string | null,
    confirmationId?: string,
  ): Promise<{ readonly login: FlowLogin; readonly setCookies: readonly string[] }>
  /** Ends a login: works once, and only in the browser that started it. */
  resume(state: string, cookieHeader: string | null): Promise<ResumedFlow>
  /** Keeps an answer of the provider, sealed, until the person has decided on the page. Returns its id. */
  hold(answer: string, subject: string): Promise<string>
  /** The held answer, once. */
  takeHeld(heldId: string): Promise<string | undefined>
}

export interface FlowsOptions {
  /** Identifier of the authorization server; the provider sends the browser back to `<issuer>/callback`. */
  readonly issuer: string
  readonly records: Pick<RecordStore, 'putIfAbsent' | 'take'>
  /** Seals cookies. */
  readonly cookieSealer: Sealer
  /** Seals the form. */
  readonly formSealer: Sealer
  /** Seals what lies in the store: verifiers, and tokens of the provider. */
  readonly vaultSealer: Sealer
  /** How long a person may take on the page, and then at the provider, in milliseconds. Default 600 000 (10 minutes), also the maximum. */
  readonly lifetimeMs?: number
  /** Clock difference between processes, in milliseconds. Default 30 000. */
  readonly skewMs?: number
}

/** What the parts of this room share. */
export interface FlowContext extends Required<FlowsOptions> {
  readonly cookies: CookieRules
  readonly runtime: Runtime
}
