// @sallyport/core/sessions
export interface CustomSignal {
    readonly of: (facts: SignalFacts) => string | undefined;
    readonly policy: SignalPolicy;
}
export interface PersonSessions {
    list(subject: string): Promise<readonly SessionSummary[]>;
    end(subject: string, id: string): Promise<boolean>;
}
export interface SessionCaller extends SessionOwner {
    readonly roles: readonly string[];
    readonly grantId: string | undefined;
    readonly address: string | undefined;
    readonly userAgent: string | undefined;
    readonly headerLines?: (name: string) => readonly string[];
    readonly issuedAtMs?: number;
    readonly requestId?: string;
}
export type SessionEnd = 'client' | 'server' | 'rotation' | 'person' | 'operator' | 'roles' | 'grant' | 'signal' | 'limit';
export interface SessionGate {
    readonly required?: boolean;
    look(caller: SessionCaller, sessionId: string): SessionLook;
    bind(caller: SessionCaller, sessionId: string): Awaitable<void>;
    end(caller: SessionCaller, sessionId: string): Awaitable<void>;
}
export type SessionLook = () => Awaitable<SessionVerdict>;
export interface SessionOwner {
    readonly issuer: string;
    readonly subject: string;
    readonly clientId: string;
    readonly resource: string;
}
export interface SessionSummary {
    readonly id: string;
    readonly issuer: string;
    readonly clientId: string;
    readonly resource: string;
    readonly grantId: string | undefined;
    readonly createdAtMs: number;
    readonly lastSeenAtMs: number;
    readonly expiresAtMs: number;
    readonly changedSignals: readonly string[];
}
export type SessionTarget = {
    readonly subject: string;
    readonly clientId?: string;
    readonly grantId?: string;
} | {
    readonly clientId: string;
    readonly subject?: undefined;
    readonly grantId?: undefined;
};
export type SessionVerdict = {
    readonly allowed: true;
} | {
    readonly allowed: false;
    readonly answer: 'unknown' | 'challenge' | 'unavailable';
    readonly reason: string;
};
export interface Sessions extends SessionGate {
    check(caller: SessionCaller, sessionId: string): Awaitable<SessionVerdict>;
    newSessionId(): string;
    publicId(owner: SessionOwner, sessionId: string): Awaitable<string>;
    alive(publicIds: readonly string[]): Promise<ReadonlySet<string>>;
    endByPublicId(publicId: string, by: SessionEnd): Promise<boolean>;
    endNow(owner: SessionOwner, sessionId: string, by?: SessionEnd): Promise<boolean>;
    endAll(target: SessionTarget, by?: SessionEnd): Promise<number>;
    list(subject: string, issuer?: string): Promise<readonly SessionSummary[]>;
    endById(subject: string, id: string, issuer?: string): Promise<boolean>;
    ofIssuer(issuer: string): PersonSessions;
    onEnded(listener: (publicId: string) => void): () => void;
}
export interface SessionsOptions {
    readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>;
    readonly idleMs?: number;
    readonly maxAgeMs?: number;
    readonly maxPerOwner?: number;
    readonly required?: boolean;
    readonly signals?: SignalsOptions;
    readonly isGrantLive?: (grantId: string) => Promise<boolean>;
}
export interface SignalFacts {
    readonly address: string | undefined;
    readonly userAgent: string | undefined;
    readonly headerLines: (name: string) => readonly string[];
}
export type SignalPolicy = 'observe' | 'challenge' | 'refuse';
export interface SignalsOptions {
    readonly network?: SignalPolicy | false;
    readonly userAgent?: SignalPolicy | false;
    readonly custom?: Readonly<Record<string, CustomSignal>>;
}
export declare function createSessions(options: SessionsOptions, audit: Auditor, runtime?: Runtime): Sessions;
