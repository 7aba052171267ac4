/** How a decision came out. `noted` is for facts that nobody decided. */
export type AuditOutcome = 'allowed' | 'refused' | 'noted'

/** Who and what a decision was about. Every field is an identifier, never a credential. */
export interface AuditContext {
  /** Joins all events of one HTTP request. */
  readonly requestId?: string
  /** Client address after `trustProxy` was applied. */
  readonly address?: string
  /** Upstream issuer of the person. */
  readonly userIssuer?: string
  readonly subject?: string
  readonly clientId?: string
  readonly resource?: string
  readonly grantId?: string
  /** `jti` of the access token. */
  readonly tokenId?: string
  readonly scopes?: readonly string[]
}

/** Fields of each kind of event beyond {@link AuditContext}. */
export interface AuditEventFields {
  'request.admitted': { readonly method: string; readonly operation?: string }
  'request.refused': { readonly method: string; readonly status: number; readonly operation?: string }
  'scope.insufficient': { readonly operation: string; readonly required: readonly string[] }
  /** A client got more of a person than it had: what it asked for, and what the person agreed to. */
  'scope.elevated': { readonly requested: readonly string[]; readonly granted: readonly string[] }
  'authorize.refused': { readonly error: string; readonly redirectHost?: string }
  'consent.shown': { readonly redirectHost: string }
  'consent.approved': { readonly redirectHost: string }
  'consent.denied': { readonly redirectHost: string }
  'consent.skipped': { readonly redirectHost: string }
  'consent.withdrawn': Record<never, never>
  'login.succeeded': { readonly upstream: string }
  'login.refused': { readonly upstream: string }
  /** A person has signed in to a page of ours. */
  'browser.signed_in': Record<never, never>
  'browser.signed_out': Record<never, never>
  /** A person ended something that acted in their name. */
  'connection.ended': { readonly what: 'client' | 'session' | 'everything'; readonly grants: number }
  'connection.refused': { readonly error: string }
  'code.issued': Record<never, never>
  'code.refused': { readonly error: string }
  'code.replayed': { readonly grantRevoked: boolean }
  'token.issued': { readonly expiresAtMs: number; readonly refreshToken: 'issued' | 'not_asked_for' | 'not_allowed' }
  'token.refused': { readonly error: string; readonly grantType?: string }
  'refresh.rotated': { readonly generation: number; readonly retry: boolean }
  'refresh.replayed': { readonly generation: number; readonly grantRevoked: boolean }
  'grant.revoked': { readonly by: 'client' | 'user' | 'operator' | 'replay' | 'upstream' | 'consent' }
  'token.revoked': { readonly by: 'client' }
  'client.registered': { readonly redirectHosts: readonly string[]; readonly suspicious: readonly string[] }
  'client.refused': { readonly error: string }
  'upstream.refreshed': { readonly upstream: string }
  'upstream.failed': { readonly upstream: string }
  /** A tool was not let through to the provider's API. */
  'upstream.refused': { readonly upstream: string }
  /** Instead of a token of ours, a client sent one of the provider's, and was let in for the time of a migration (F-11). */
  'migration.used': { readonly upstream: string }
  'limit.exceeded': { readonly bucket: string; readonly retryAfterMs: number }
  /** A request state that does not open for this caller and this call. */
  'state.refused': { readonly method: string }
  /** A handle that is not there for this caller: foreign, expired, ended or made up. */
  'handle.refused': Record<never, never>
  /** A person is asked to confirm an action of a tool; `confirmation` names the question, here and below. */
  'confirmation.requested': { readonly operation: string; readonly confirmation: string }
  /** `by`: `page` is the person's own word, `client` what the client says of the person. */
  'confirmation.approved': {
    readonly operation: string
    readonly confirmation: string
    readonly by?: 'page' | 'client'
  }
  'confirmation.declined': {
    readonly operation: string
    readonly confirmation: string
    readonly by?: 'page' | 'client'
  }
  /** Nobody answered in time. */
  'confirmation.expired': { readonly operation: string; readonly confirmation: string }
  /** An answer, or an action, that does not count. */
  'confirmation.refused': { readonly error: string; readonly operation?: string; readonly confirmation?: string }
  /** `session` names a session without opening it, here and below. */
  'session.opened': { readonly session: string }
  /** `by`: `client` (DELETE), `server`, `rotation`, `person`, `operator`, `roles`, `grant`, `signal` or `limit`. */
  'session.ended': { readonly session: string; readonly by: string }
  /** A session that is not there for this caller, or that asks for a newer token. */
  'session.refused': { readonly answer: 'unknown' | 'challenge' }
  /** A session showed a value of a signal that it had not shown before. */
  'session.signal_changed': { readonly session: string; readonly signal: string; readonly policy: string }
  /** An open answer was ended before its handler ended it; `reason` says why. */
  'stream.ended': Record<never, never>
  /** Content for a model that a policy does not let pass as it is, or that could not be judged. Ids, never content. */
  'content.flagged': {
    /** What it came from: `tools/fetch_page`. */
    readonly operation: string
    readonly action: 'block' | 'flag' | 'spotlight' | 'allow'
    readonly severity: string
    readonly categories: readonly string[]
    readonly detectors: readonly string[]
  }
  'store.failed': { readonly operation: string }
  'keys.generated': { readonly purposes: readonly string[] }
  /** Other keys are in use from now on, by id. */
  'keys.reloaded': {
    readonly kids: readonly string[]
    readonly added: readonly string[]
    readonly removed: readonly string[]
  }
  /** The source of the keys has changed to something that cannot be used; the keys that were there stay. */
  'keys.failed': { readonly problem: string }
  /** Everything in the store was gone through, and encrypted anew where its key was not the newest. */
  'store.reencrypted': {
    readonly seen: number
    readonly rewritten: number
    readonly failed: number
    readonly keysInUse: readonly string[]
  }
  /** A definition that nobody approved, once for each: it is hidden and refused from now on (F-53). */
  'tool.drifted': {
    /** `tools`, `prompts`, `resources`, `resourceTemplates` or `instructions`. */
    readonly list: string
    /** Name or URI. */
    readonly name: string
    readonly drift: 'unknown' | 'changed' | 'duplicated' | 'external_reference'
    readonly lockedHash?: string
    readonly seenHash?: string
  }
  /** What had drifted is approved: by a new lock, or by the callback of a program. */
  'tool.approved': {
    readonly list: string
    readonly name: string
    readonly seenHash: string
    readonly by: string
    readonly via: 'lock' | 'callback'
  }
  /** A request to an address that somebody named was not made, or its answer was not taken. */
  'outbound.refused': {
    readonly host: string
    /** The address or the kind of name that was refused, or the system's code. */
    readonly detail?: string
  }
  'unsafe.enabled': { readonly option: string }
  'config.warned': { readonly option: string; readonly problem: string }
  'internal.failed': { readonly operation: string; readonly errorName: string }
}

export type AuditEventKind = keyof AuditEventFields

/** What a module hands to the auditor. `reason` is the private half of a refusal. */
export type AuditInput = {
  [Kind in AuditEventKind]: AuditContext & {
    readonly kind: Kind
    readonly outcome: AuditOutcome
    readonly reason?: string
  } & AuditEventFields[Kind]
}[AuditEventKind]

/** What a sink receives: the input, redacted, with the time as ISO 8601 in UTC. */
export type AuditEvent = AuditInput & { readonly at: string }

/** Takes events. Must not throw into the request; a failure is reported once, to `onSinkFailure` and to the other sinks. */
export interface AuditSink {
  write(event: AuditEvent): void | Promise<void>
  /** Resolves when all that was written is safe. */
  flush?(): Promise<void>
}

/** Port of every module that decides something. Never throws, never waits. */
export interface Auditor {
  record(event: AuditInput): void
}
