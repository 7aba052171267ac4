// @sallyport/core/audit
export interface AuditContext {
    readonly requestId?: string;
    readonly address?: string;
    readonly userIssuer?: string;
    readonly subject?: string;
    readonly clientId?: string;
    readonly resource?: string;
    readonly grantId?: string;
    readonly tokenId?: string;
    readonly scopes?: readonly string[];
}
export type AuditEvent = AuditInput & {
    readonly at: string;
};
export interface AuditEventFields {
    'request.admitted': {
        readonly method: string;
        readonly operation?: string;
    };
    'request.refused': {
        readonly method: string;
        readonly status: number;
        readonly operation?: string;
    };
    'scope.insufficient': {
        readonly operation: string;
        readonly required: readonly string[];
    };
    'scope.elevated': {
        readonly requested: readonly string[];
        readonly granted: readonly string[];
    };
    'authorize.refused': {
        readonly error: string;
        readonly redirectHost?: string;
    };
    'consent.shown': {
        readonly redirectHost: string;
    };
    'consent.approved': {
        readonly redirectHost: string;
    };
    'consent.denied': {
        readonly redirectHost: string;
    };
    'consent.skipped': {
        readonly redirectHost: string;
    };
    'consent.withdrawn': Record<never, never>;
    'login.succeeded': {
        readonly upstream: string;
    };
    'login.refused': {
        readonly upstream: string;
    };
    'browser.signed_in': Record<never, never>;
    'browser.signed_out': Record<never, never>;
    'connection.ended': {
        readonly what: 'client' | 'session' | 'everything';
        readonly grants: number;
    };
    'connection.refused': {
        readonly error: string;
    };
    'code.issued': Record<never, never>;
    'code.refused': {
        readonly error: string;
    };
    'code.replayed': {
        readonly grantRevoked: boolean;
    };
    'token.issued': {
        readonly expiresAtMs: number;
        readonly refreshToken: 'issued' | 'not_asked_for' | 'not_allowed';
    };
    'token.refused': {
        readonly error: string;
        readonly grantType?: string;
    };
    'refresh.rotated': {
        readonly generation: number;
        readonly retry: boolean;
    };
    'refresh.replayed': {
        readonly generation: number;
        readonly grantRevoked: boolean;
    };
    'grant.revoked': {
        readonly by: 'client' | 'user' | 'operator' | 'replay' | 'upstream' | 'consent';
    };
    'token.revoked': {
        readonly by: 'client';
    };
    'client.registered': {
        readonly redirectHosts: readonly string[];
        readonly suspicious: readonly string[];
    };
    'client.refused': {
        readonly error: string;
    };
    'upstream.refreshed': {
        readonly upstream: string;
    };
    'upstream.failed': {
        readonly upstream: string;
    };
    'upstream.refused': {
        readonly upstream: string;
    };
    'migration.used': {
        readonly upstream: string;
    };
    'limit.exceeded': {
        readonly bucket: string;
        readonly retryAfterMs: number;
    };
    'state.refused': {
        readonly method: string;
    };
    'handle.refused': Record<never, never>;
    'confirmation.requested': {
        readonly operation: string;
        readonly confirmation: string;
    };
    'confirmation.approved': {
        readonly operation: string;
        readonly confirmation: string;
        readonly by?: 'page' | 'client';
    };
    'confirmation.declined': {
        readonly operation: string;
        readonly confirmation: string;
        readonly by?: 'page' | 'client';
    };
    'confirmation.expired': {
        readonly operation: string;
        readonly confirmation: string;
    };
    'confirmation.refused': {
        readonly error: string;
        readonly operation?: string;
        readonly confirmation?: string;
    };
    'session.opened': {
        readonly session: string;
    };
    'session.ended': {
        readonly session: string;
        readonly by: string;
    };
    'session.refused': {
        readonly answer: 'unknown' | 'challenge';
    };
    'session.signal_changed': {
        readonly session: string;
        readonly signal: string;
        readonly policy: string;
    };
    'stream.ended': Record<never, never>;
    'content.flagged': {
        readonly operation: string;
        readonly action: 'block' | 'flag' | 'spotlight' | 'allow';
        readonly severity: string;
        readonly categories: readonly string[];
        readonly detectors: readonly string[];
    };
    'store.failed': {
        readonly operation: string;
    };
    'keys.generated': {
        readonly purposes: readonly string[];
    };
    'keys.reloaded': {
        readonly kids: readonly string[];
        readonly added: readonly string[];
        readonly removed: readonly string[];
    };
    'keys.failed': {
        readonly problem: string;
    };
    'store.reencrypted': {
        readonly seen: number;
        readonly rewritten: number;
        readonly failed: number;
        readonly keysInUse: readonly string[];
    };
    'tool.drifted': {
        readonly list: string;
        readonly name: string;
        readonly drift: 'unknown' | 'changed' | 'duplicated' | 'external_reference';
        readonly lockedHash?: string;
        readonly seenHash?: string;
    };
    'tool.approved': {
        readonly list: string;
        readonly name: string;
        readonly seenHash: string;
        readonly by: string;
        readonly via: 'lock' | 'callback';
    };
    'outbound.refused': {
        readonly host: string;
        readonly detail?: string;
    };
    'unsafe.enabled': {
        readonly option: string;
    };
    'config.warned': {
        readonly option: string;
        readonly problem: string;
    };
    'internal.failed': {
        readonly operation: string;
        readonly errorName: string;
    };
}
export type AuditEventKind = keyof AuditEventFields;
export type AuditInput = {
    [Kind in AuditEventKind]: AuditContext & {
        readonly kind: Kind;
        readonly outcome: AuditOutcome;
        readonly reason?: string;
    } & AuditEventFields[Kind];
}[AuditEventKind];
export type AuditOutcome = 'allowed' | 'refused' | 'noted';
export interface AuditSink {
    write(event: AuditEvent): void | Promise<void>;
    flush?(): Promise<void>;
}
export interface Auditor {
    record(event: AuditInput): void;
}
export interface AuditorOptions {
    readonly onSinkFailure?: (failure: SinkFailure) => void;
}
export interface FlushingAuditor extends Auditor {
    flush(): Promise<void>;
}
export interface SinkFailure {
    readonly sink: number;
    readonly error: unknown;
}
export declare function createAuditor(sinks: readonly AuditSink[], runtime?: Pick<Runtime, 'nowMs'>, options?: AuditorOptions): FlushingAuditor;
export declare function jsonLinesSink(write: (line: string) => void | Promise<void>): AuditSink;
export declare function storeSink(events: EventLog): AuditSink;
