// @sallyport/core/grants
export interface CodeBinding {
    readonly redirectUri: string;
    readonly codeChallenge: string;
}
export interface CodePresentation {
    readonly code: string;
    readonly clientId: string;
    readonly codeVerifier: string | undefined;
    readonly redirectUri: string | undefined;
    readonly resource: string | undefined;
}
export interface Grant {
    readonly grantId: string;
    readonly subject: string;
    readonly userIssuer: string;
    readonly userSubject: string;
    readonly displayName: string | undefined;
    readonly roles: readonly string[];
    readonly clientId: string;
    readonly redirectUri: string;
    readonly resource: string;
    readonly scopes: readonly string[];
    readonly offline: boolean;
    readonly createdAtMs: number;
    readonly expiresAtMs: number;
}
export type GrantRevokedBy = 'client' | 'user' | 'operator' | 'replay' | 'upstream' | 'consent';
export interface Grants {
    create(grant: NewGrant): Promise<Grant>;
    find(grantId: string): Promise<Grant | undefined>;
    issueCode(grant: Grant, binding: CodeBinding): Promise<string>;
    redeemCode(presented: CodePresentation): Promise<Grant>;
    startRefresh(grant: Grant): Promise<string>;
    inspectRefresh(presented: RefreshPresentation): Promise<InspectedRefresh>;
    rotateRefresh(presented: RefreshPresentation): Promise<RotatedRefresh>;
    findByRefreshToken(refreshToken: string): Promise<Grant | undefined>;
    revoke(grantId: string, by: GrantRevokedBy): Promise<void>;
    revokeAll(of: {
        readonly subject: string;
    } | {
        readonly clientId: string;
    }, by: GrantRevokedBy): Promise<number>;
    listBySubject(subject: string): Promise<readonly Grant[]>;
    lastRefreshAtMs(grantId: string): Promise<number | undefined>;
}
export interface GrantsOptions {
    readonly records: RecordStore;
    readonly revocations: Pick<Revocations, 'revoke' | 'isRevoked' | 'revokedUntilMs' | 'seq' | 'isNamedSince'>;
    readonly refreshKeys: KeyList<SecretKey>;
    readonly sealer: Sealer;
    readonly accessTokenLifetimeMs: number;
    readonly codeLifetimeMs?: number;
    readonly graceMs?: number;
    readonly idleMs?: number;
    readonly absoluteMs?: number;
    readonly skewMs?: number;
    readonly onRevoked?: (grant: Grant, by: GrantRevokedBy) => Promise<void>;
}
export interface InspectedRefresh {
    readonly grant: Grant;
    readonly scopes: readonly string[];
}
export type NewGrant = Omit<Grant, 'grantId' | 'createdAtMs' | 'expiresAtMs'>;
export interface RefreshPresentation {
    readonly refreshToken: string;
    readonly clientId: string;
    readonly scopes: readonly string[] | undefined;
    readonly resource: string | undefined;
    readonly presentedAtMs?: number;
}
export interface RotatedRefresh extends InspectedRefresh {
    readonly refreshToken: string;
    readonly generation: number;
    readonly retry: boolean;
}
export declare function createFamilyResealer(records: Pick<RecordStore, 'get' | 'compareAndSwap'>, sealer: Sealer): (grantId: string) => Promise<Resealed>;
export declare function createGrants(options: GrantsOptions, audit: Auditor, runtime?: Runtime): Grants;
