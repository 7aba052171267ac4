import type { Runtime } from '../../foundation/index.js'
import type { Sealer } from '../../primitives/sealing/index.js'
import type { RecordStore } from '../../store/index.js'

/** What somebody agreed to. `subject` stands for (upstream issuer, subject). */
export interface Agreement {
  /** Our `sub`. */
  readonly subject: string
  readonly clientId: string
  /** As registered. */
  readonly redirectUri: string
  /** As configured. */
  readonly resource: string
  /** Without `offline_access`. */
  readonly scopes: readonly string[]
  /** `offline_access` is part of it. */
  readonly offline: boolean
}

/** An agreement on record that this browser may refer to. */
export interface Approval extends Agreement {
  readonly consentId: string
}

/** What a new request is held against. */
export interface ApprovalQuestion extends Omit<Agreement, 'subject'> {
  readonly redirectKind: 'https' | 'loopback' | 'private-use'
}

/** Port towards the grants of a person. */
export interface GrantEnder {
  listBySubject(subject: string): Promise<readonly { readonly grantId: string; readonly clientId: string }[]>
  revoke(grantId: string, by: 'consent'): Promise<void>
}

/** Who has agreed to what. */
export interface Consents {
  /** Live agreements of the person who used this browser last. Forged and expired references do not count. */
  approvalsOf(cookieHeader: string | null): Promise<readonly Approval[]>
  /**
   * Keeps an agreement, after a login that proved `subject`.
   *
   * @returns the `Set-Cookie` value by which this browser refers to it
   */
  store(agreement: Agreement, cookieHeader: string | null): Promise<string>
  /** Whether an agreement is still on record. */
  isLive(consentId: string): Promise<boolean>
  /** Live agreements of a person, from whatever browser. */
  listBySubject(subject: string): Promise<readonly Approval[]>
  /** Ends all agreements of a person, with a client, or of a person with a client; the grants are not touched. */
  endAll(of: { readonly subject: string; readonly clientId?: string } | { readonly clientId: string }): Promise<void>
  /** Ends the agreements of a person with a client, then the grants. Returns the number of grants. */
  withdraw(subject: string, clientId: string, grants: GrantEnder): Promise<number>
}

export interface ConsentsOptions {
  /** Identifier of the authorization server. */
  readonly issuer: string
  readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>
  readonly cookieSealer: Sealer
  /** How long an agreement saves asking again, in milliseconds. Default 86 400 000 (24 hours). */
  readonly lifetimeMs?: number
  /** How long a browser may refer to it, in milliseconds. Default 7 200 000 (2 hours), also the maximum. */
  readonly browserLifetimeMs?: number
}

/** What the parts of this room share. */
export interface ConsentContext extends Required<ConsentsOptions> {
  readonly runtime: Runtime
}
