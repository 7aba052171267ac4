// @sallyport/core/keys
export interface DevelopmentKeysOptions {
    readonly announce?: (message: string) => void;
}
export interface GenerateKeySetOptions {
    readonly alg?: SigningAlgorithm;
}
export interface KeyContext {
    readonly records: RecordStore;
    readonly audit: Auditor;
    readonly runtime: Runtime;
}
export interface KeyFile {
    readonly keys: readonly KeyFileEntry[];
}
export type KeyFileEntry = PrivateSigningJwk & {
    readonly purpose: 'signing' | SecretPurpose;
};
export interface KeySet {
    readonly signing: readonly Signer[];
    readonly vault: readonly SecretKey[];
    readonly cookies: readonly SecretKey[];
    readonly sealing: readonly SecretKey[];
    readonly refresh: readonly SecretKey[];
}
export interface KeySource {
    load(context: KeyContext): Promise<KeySet>;
}
export interface KeysFromEnvOptions {
    readonly variable?: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
}
export type PrivateSigningJwk = {
    readonly kty: 'OKP';
    readonly crv: 'Ed25519';
    readonly kid: string;
    readonly x: string;
    readonly d: string;
} | {
    readonly kty: 'EC';
    readonly crv: 'P-256';
    readonly kid: string;
    readonly x: string;
    readonly y: string;
    readonly d: string;
} | {
    readonly kty: 'oct';
    readonly kid: string;
    readonly k: string;
};
export interface PublishedJwk {
    readonly kty: string;
    readonly crv?: string;
    readonly x?: string;
    readonly y?: string;
    readonly kid: string;
    readonly alg: string;
    readonly use: 'sig';
}
export interface SecretKey {
    readonly kid: string;
    readonly secret: Uint8Array<ArrayBuffer>;
}
export type SecretPurpose = 'vault' | 'cookies' | 'sealing' | 'refresh';
export interface Signer {
    readonly kid: string;
    readonly alg: SigningAlgorithm;
    readonly publicJwk?: Readonly<JWK>;
    sign(signingInput: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
    verificationKey(): Promise<CryptoKey | Uint8Array>;
}
export type SigningAlgorithm = 'EdDSA' | 'ES256' | 'HS256';
export declare function developmentKeys(options?: DevelopmentKeysOptions): KeySource;
export declare function generateKeySet(options?: GenerateKeySetOptions, runtime?: Runtime): Promise<KeyFile>;
export declare function keysFromEnv(options?: KeysFromEnvOptions): KeySource;
export declare function keysFromSecret(secret: string | Uint8Array | readonly (string | Uint8Array)[]): KeySource;
export declare function keysFromSigner(signer: Signer | readonly Signer[], rest: KeySource): KeySource;
export declare function localSigner(jwk: PrivateSigningJwk): Promise<Signer>;
export declare function parseKeySet(json: unknown): Promise<KeySet>;
export declare function publicJwks(keys: Pick<KeySet, 'signing'>): {
    readonly keys: readonly PublishedJwk[];
};
