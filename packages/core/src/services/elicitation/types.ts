/** Who asks for an action, all of it from the verified access token (EL-12). */
export interface ConfirmationOwner {
  /** Issuer of the access token. */
  readonly issuer: string
  readonly subject: string
  readonly clientId: string
  /** The resource that the token is for. */
  readonly resource: string
}

/** What is to happen, exactly. */
export interface SensitiveAction {
  readonly tool: string
  /** As the client sent them; absent ones are `{}`. Any JSON value. */
  readonly arguments?: unknown
}

/** Whose word it is: that of the person on our page, or that of the client about the person. */
export type DecidedBy = 'page' | 'client'

export type Decision = 'approve' | 'decline'

/** A question to one person about one action. */
export interface Confirmation extends ConfirmationOwner {
  /** Names the question and opens nothing: whoever decides proves who they are. */
  readonly id: string
  readonly tool: string
  /** Canonical JSON (RFC 8785) of the arguments. */
  readonly argumentsJson: string
  readonly state: 'pending' | 'approved' | 'declined' | 'used'
  /** `undefined` while it is pending. */
  readonly decidedBy: DecidedBy | undefined
  /** Milliseconds since the epoch: the end of the question, then that of the answer. */
  readonly endsAtMs: number
}

/** How an action stands that is about to happen. */
export type ActionStanding =
  /** It was approved, and the approval is spent now. */
  | { readonly standing: 'approved'; readonly id: string }
  /** The person declined this very action a short while ago, or closed the question about it twice. */
  | { readonly standing: 'declined'; readonly id: string }
  /** The person was asked and has not answered. */
  | { readonly standing: 'pending'; readonly id: string; readonly endsAtMs: number }
  | { readonly standing: 'unasked' }

/** Why there is no such question for this person. Private: all of them look alike from outside. */
export type ConfirmationProblem = 'confirmation_unknown' | 'confirmation_foreign' | 'confirmation_expired'

export type FoundConfirmation =
  | { readonly found: true; readonly confirmation: Confirmation }
  | { readonly found: false; readonly reason: ConfirmationProblem }

/** Who decides: a person on our page; through a client also that client and its resource. */
export type Decider = Pick<ConfirmationOwner, 'issuer' | 'subject'> & Partial<ConfirmationOwner>

/** Questions to people about what is done in their name. */
export interface Confirmations {
  /**
   * Spends an approval of exactly this action of exactly this caller, if there is one: of any number of simultaneous calls
   * one gets it.
   *
   * @param by `page`: approvals that only the client vouches for do not count
   * @throws {TypeError} for arguments that JSON cannot say exactly
   * @throws {RangeError} for arguments longer than `maxArgumentsLength`
   * @throws {StoreError}
   */
  use(owner: ConfirmationOwner, action: SensitiveAction, by?: 'page'): Promise<ActionStanding>
  /**
   * Asks anew.
   *
   * @throws {TypeError} for arguments that JSON cannot say exactly
   * @throws {RangeError} for arguments longer than `maxArgumentsLength`
   * @throws {LimitError} when the caller has `maxPerCaller` questions and answers
   * @throws {StoreError}
   */
  ask(owner: ConfirmationOwner, action: SensitiveAction): Promise<Confirmation>
  /** The question, for the person it was put to and nobody else (EL-14). @throws {StoreError} */
  find(id: unknown, decider: Decider): Promise<FoundConfirmation>
  /**
   * The person's answer; the first one counts.
   *
   * @returns the question as it stands now: with another decision than this one when it was answered before
   * @throws {StoreError}
   */
  decide(id: unknown, decider: Decider, decision: Decision, by: DecidedBy): Promise<FoundConfirmation>
  /**
   * Takes an unanswered question back. It may be put once more while the first counts (`lifetimeMs`); closed a second
   * time, the action stands as declined, so that nobody is asked until they say yes (EL-21).
   *
   * @param why `dismissed`: closed without an answer; `expired`: no answer in time
   * @throws {StoreError}
   */
  withdraw(id: unknown, decider: Decider, why: 'dismissed' | 'expired'): Promise<void>
  /**
   * Tells once when a question is answered in this process, and then forgets the listener.
   *
   * @returns stops it
   */
  onDecided(confirmation: Pick<Confirmation, 'id' | 'endsAtMs'>, listener: () => void): () => void
}
