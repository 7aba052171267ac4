/**
 * What the clients of a soak saw, in the order in which they saw it. Invariants are judged from these alone: nothing here
 * comes out of a server but its answers. Times are milliseconds of one clock, that of the soak's own process.
 */

/**
 * How a request ended for the one who sent it. `busy` (429, 503) and `lost` (no answer) say nothing about what was
 * presented, and the request may have had its effect all the same.
 */
export type Outcome = 'ok' | 'refused' | 'busy' | 'lost'

/** What has a life of its own at the servers. */
export type Thing = 'grant' | 'client' | 'session'

interface Sent {
  /** Name of the client that sent it; its trail is printed with a violation. */
  readonly who: string
  readonly beganMs: number
  /** When the answer was there, or it was clear that none will come. */
  readonly endedMs: number
}

/** Any request to the servers, as it went over the wire. */
export interface Answered extends Sent {
  readonly kind: 'answered'
  /** The MCP endpoint, the JSON endpoints of OAuth, or pages for people. */
  readonly door: 'mcp' | 'oauth' | 'page'
  /** `undefined` when no answer came. */
  readonly answer: Answer | undefined
}

export interface Answer {
  readonly status: number
  readonly contentType: string | undefined
  readonly retryAfter: string | undefined
  readonly challenge: string | undefined
  /** Page policies are on every page of ours and on none that Node or Express makes up. */
  readonly policy: string | undefined
  readonly body: string
}

export interface CodePresented extends Sent {
  readonly kind: 'code presented'
  /** Digest of the code. */
  readonly code: string
  /** It had not been presented before, and nobody else presents it. */
  readonly alone: boolean
  readonly outcome: Outcome
}

/** A refresh token is about to be sent: from now on it may be spent. */
export interface RefreshSent {
  readonly kind: 'refresh sent'
  readonly who: string
  readonly token: string
  readonly beganMs: number
}

export interface RefreshAnswered extends Sent {
  readonly kind: 'refresh answered'
  readonly grant: string
  /** Digest of the token that was presented. */
  readonly token: string
  /** Digest of the one that came back. */
  readonly successor: string | undefined
  readonly outcome: Outcome
}

/** Something was asked for that is there only while the thing lives. */
export interface Used extends Sent {
  readonly kind: 'used'
  readonly thing: Thing
  readonly id: string
  readonly outcome: Outcome
}

/** Something is about to be sent that may end the thing. */
export interface Ending {
  readonly kind: 'ending'
  readonly who: string
  readonly thing: Thing
  readonly id: string
  readonly beganMs: number
}

/** The answer that says it is ended has arrived. */
export interface Ended {
  readonly kind: 'ended'
  readonly who: string
  readonly thing: Thing
  readonly id: string
  readonly endedMs: number
}

/** Somebody presented what belongs to somebody else. */
export interface Trespassed extends Sent {
  readonly kind: 'trespassed'
  readonly what: 'refresh token' | 'revocation' | 'session'
  /** Grant or session that it belongs to. */
  readonly id: string
  readonly outcome: Outcome
  readonly status: number | undefined
}

/** An operation that a user is charged for. */
export interface Charged extends Sent {
  readonly kind: 'charged'
  readonly user: string
  readonly outcome: Outcome
}

/** The store was killed: what it may forget of the buckets, it forgets now. */
export interface StoreCrashed {
  readonly kind: 'store crashed'
  /** It was killed after this and before that. */
  readonly fromMs: number
  readonly toMs: number
}

/** Time from the end of a fault to the first success through one process; `undefined` when there was none. */
export interface Recovered {
  readonly kind: 'recovered'
  readonly fault: string
  readonly process: string
  readonly atMs: number
  readonly afterMs: number | undefined
}

/** A process ended that nobody had killed. */
export interface Died {
  readonly kind: 'died'
  readonly process: string
  readonly atMs: number
  readonly lastWords: string
}

export type Observation =
  | Answered
  | Charged
  | CodePresented
  | Died
  | Ended
  | Ending
  | Recovered
  | RefreshAnswered
  | RefreshSent
  | StoreCrashed
  | Trespassed
  | Used
