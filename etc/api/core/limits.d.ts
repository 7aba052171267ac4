// @sallyport/core/limits
export interface ExhaustedLimit {
    readonly allowed: false;
    readonly retryAfterMs: number;
    readonly bucket: string;
    readonly quota?: LimitQuota;
    readonly outage?: true;
}
export interface LimitContext {
    readonly requestId?: string;
}
export type LimitEntry = {
    readonly allowed: true;
    readonly leave: () => void;
} | ExhaustedLimit;
export interface LimitRate {
    readonly burst: number;
    readonly intervalMs: number;
    readonly onStoreFailure?: OnStoreFailure;
}
export type LimitRoom = 'authorize' | 'callback' | 'gate' | 'register' | 'revoke' | 'token';
export type LimitVerdict = {
    readonly allowed: true;
    readonly quota?: LimitQuota;
} | ExhaustedLimit;
export interface LimitedCall {
    readonly operation: string;
    readonly cost: number;
}
export interface LimitedPrincipal {
    readonly issuer: string;
    readonly subject: string;
    readonly clientId: string;
    readonly roles: readonly string[];
}
export interface Limits {
    peekAddress(address: string | undefined, room: LimitRoom, context?: LimitContext): Awaitable<LimitVerdict>;
    failed(address: string | undefined, room: LimitRoom, context?: LimitContext): Awaitable<LimitVerdict>;
    isBlocked(address: string | undefined, room: LimitRoom, context?: LimitContext): ExhaustedLimit | undefined;
    debitRegistration(address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>;
    debitLogin(address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>;
    peekClientSecret(clientId: string, address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>;
    failedClientSecret(clientId: string, address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>;
    debitPrincipal(principal: LimitedPrincipal, call: LimitedCall, context?: LimitContext): Awaitable<LimitVerdict>;
    enter(principal: Omit<LimitedPrincipal, 'roles'>, context?: LimitContext): LimitEntry;
}
export interface LimitsOptions {
    readonly buckets: BucketStore;
    readonly failures?: Readonly<Partial<Record<LimitRoom, LimitRate>>>;
    readonly registrations?: LimitRate;
    readonly logins?: LimitRate;
    readonly clientSecrets?: LimitRate;
    readonly clientSecretsOverall?: LimitRate;
    readonly user?: LimitRate;
    readonly roles?: Readonly<Record<string, LimitRate>>;
    readonly userClient?: LimitRate;
    readonly tools?: Readonly<Record<string, LimitRate>>;
    readonly concurrent?: number;
    readonly onStoreFailure?: OnStoreFailure;
}
export type OnStoreFailure = 'refuse' | 'allow';
export declare function createLimits(options: LimitsOptions, audit: Auditor, runtime?: Pick<Runtime, 'nowMs'>): Limits;
