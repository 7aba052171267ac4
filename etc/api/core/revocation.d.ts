// @sallyport/core/revocation
export interface RevocableToken {
    readonly tokenId: string;
    readonly grantId: string | undefined;
    readonly subject: string;
    readonly clientId: string;
    readonly issuedAtMs: number;
}
export interface Revocation {
    readonly kind: TombstoneKind;
    readonly id: string;
    readonly expiresAtMs: number;
}
export interface Revocations {
    revoke(revocation: Revocation): Promise<void>;
    seq(): Awaitable<number>;
    changesSince(seq: number): Awaitable<RevocationChanges>;
    isNamedSince(seq: number, token: Omit<RevocableToken, 'issuedAtMs'>): Promise<boolean>;
    revokedUntilMs(of: Pick<RevocableToken, 'subject' | 'clientId'>): Promise<number>;
    onChanges(listener: (tombstones: readonly Tombstone[] | undefined) => void): () => void;
    isRevoked(token: RevocableToken): Awaitable<boolean>;
}
export interface RevocationsOptions {
    readonly log: RevocationLog;
    readonly skewMs?: number;
}
export declare function createRevocations(options: RevocationsOptions, runtime?: Runtime): Revocations;
export declare function kills(tombstone: Tombstone, token: RevocableToken, skewMs?: number): boolean;
export declare function namedBy(tombstones: readonly Tombstone[]): (token: Omit<RevocableToken, 'issuedAtMs'>) => boolean;
