// @sallyport/core/sdk
export interface Caller {
    readonly subject: string;
    readonly issuer: string;
    readonly clientId: string;
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
    readonly grantId: string | undefined;
}
export declare function callerOf(extra: unknown): Caller;
