// @sallyport/core/limits
export interface LimitContext {
    readonly requestId?: string;
}
export interface LimitRate {
    readonly burst: number;
    readonly intervalMs: number;
    readonly onStoreFailure?: OnStoreFailure;
}
export type LimitRoom = 'authorize' | 'callback' | 'gate' | 'register' | 'revoke' | 'token';
export type LimitVerdict = {
    readonly allowed: true;
} | {
    readonly allowed: false;
    readonly retryAfterMs: number;
    readonly bucket: string;
    readonly outage?: true;
};
export interface LimitedPrincipal {
    readonly issuer: string;
    readonly subject: string;
    readonly clientId: string;
}
export interface Limits {
    peekAddress(address: string | undefined, room: LimitRoom, context?: LimitContext): Awaitable<LimitVerdict>;
    failed(address: string | undefined, room: LimitRoom, context?: LimitContext): Awaitable<void>;
    debitRegistration(address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>;
    debitLogin(address: string | undefined, context?: LimitContext): Awaitable<LimitVerdict>;
    peekClientSecret(clientId: string, context?: LimitContext): Awaitable<LimitVerdict>;
    failedClientSecret(clientId: string, context?: LimitContext): Awaitable<void>;
    debitPrincipal(principal: LimitedPrincipal, cost: number, context?: LimitContext): Awaitable<LimitVerdict>;
}
export interface LimitsOptions {
    readonly buckets: BucketStore;
    readonly failures?: Readonly<Partial<Record<LimitRoom, LimitRate>>>;
    readonly registrations?: LimitRate;
    readonly logins?: LimitRate;
    readonly clientSecrets?: LimitRate;
    readonly user?: LimitRate;
    readonly userClient?: LimitRate;
    readonly onStoreFailure?: OnStoreFailure;
}
export type OnStoreFailure = 'refuse' | 'allow';
export declare function createLimits(options: LimitsOptions, audit: Auditor): Limits;
