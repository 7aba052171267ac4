// @sallyport/core/upstream-tokens
export interface UpstreamTokenEndpoint {
    readonly issuer: string;
    refresh(tokens: UpstreamTokens): Promise<UpstreamTokens>;
    revoke(tokens: UpstreamTokens): Promise<void>;
}
export interface UpstreamTokenOwner {
    readonly grantId: string;
    readonly subject: string;
    readonly expiresAtMs: number;
}
export interface UpstreamTokenVault {
    store(grant: UpstreamTokenOwner, tokens: UpstreamTokens): Promise<void>;
    accessToken(grantId: string): Promise<string>;
    confirm(grantId: string): Promise<void>;
    drop(grantId: string, options: {
        readonly revoke: boolean;
    }): Promise<void>;
}
export interface UpstreamTokens {
    readonly accessToken: string;
    readonly tokenType: string;
    readonly expiresAtMs?: number;
    readonly refreshToken?: string;
    readonly idToken?: string;
    readonly scope?: string;
}
export interface UpstreamTokensOptions {
    readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'take' | 'compareAndSwap' | 'listByIndex'>;
    readonly sealer: Sealer;
    readonly endpoint: UpstreamTokenEndpoint;
    readonly refreshAheadMs?: number;
    readonly confirmEveryMs?: number;
    readonly lockMs?: number;
    readonly waitMs?: number;
}
export declare function createUpstreamResealer(records: Pick<RecordStore, 'get' | 'compareAndSwap'>, sealer: Sealer): (key: string) => Promise<Resealed>;
export declare function createUpstreamTokens(options: UpstreamTokensOptions, audit: Auditor, runtime?: Runtime): UpstreamTokenVault;
