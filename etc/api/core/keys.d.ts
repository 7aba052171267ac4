// @sallyport/core/keys
export interface DevelopmentKeysOptions {
    readonly announce?: (message: string) => void;
}
export interface GenerateKeyOptions {
    readonly purpose: KeyPurpose;
    readonly alg?: SigningAlgorithm;
}
export interface GenerateKeySetOptions {
    readonly alg?: SigningAlgorithm;
}
export declare const KEY_PURPOSES: readonly [
    "signing",
    "vault",
    "cookies",
    "sealing",
    "refresh"
];
export type KeyCheck = 'due' | 'missing' | 'now';
export interface KeyContext {
    readonly records: RecordStore;
    readonly audit: Auditor;
    readonly runtime: Runtime;
}
export interface KeyFile {
    readonly keys: readonly KeyFileEntry[];
}
export type KeyFileEntry = PrivateSigningJwk & KeyTimes & {
    readonly purpose: KeyPurpose;
};
export type KeyList<Key> = readonly Key[] | LiveKeys<Key>;
export type KeyPurpose = 'signing' | SecretPurpose;
export interface KeyReading {
    readonly reloadMs: number;
    stamp(): Promise<string>;
    read(): Promise<unknown>;
}
export interface KeySet {
    readonly signing: readonly Signer[];
    readonly vault: readonly SecretKey[];
    readonly cookies: readonly SecretKey[];
    readonly sealing: readonly SecretKey[];
    readonly refresh: readonly SecretKey[];
    reload?(check: KeyCheck): Awaitable<void>;
}
export interface KeySource {
    load(context: KeyContext): Promise<KeySet>;
}
export interface KeyState {
    readonly kid: string;
    readonly purpose: KeyPurpose;
    readonly alg: SigningAlgorithm | undefined;
    readonly state: 'next' | 'active' | 'accepted' | 'expired';
    readonly sinceMs: number | undefined;
    readonly untilMs: number | undefined;
    readonly createdAtMs: number | undefined;
}
export interface KeyTimes {
    readonly nbf?: number;
    readonly exp?: number;
    readonly iat?: number;
}
export interface KeysFromEnvOptions {
    readonly variable?: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
}
export interface LiveKeys<Key> {
    current(): readonly Key[];
    latest(check: 'due' | 'missing'): Awaitable<readonly Key[]>;
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
export declare function generateKey(options: GenerateKeyOptions, runtime?: Pick<Runtime, 'randomBytes' | 'nowMs'>): Promise<KeyFileEntry>;
export declare function generateKeySet(options?: GenerateKeySetOptions, runtime?: Pick<Runtime, 'randomBytes' | 'nowMs'>): Promise<KeyFile>;
export declare function isKeyList(value: unknown): boolean;
export declare function keyStates(file: KeyFile, runtime?: Pick<Runtime, 'nowMs'>): readonly KeyState[];
export declare function keysFor<Purpose extends KeyPurpose>(set: KeySet, purpose: Purpose): LiveKeys<KeySet[Purpose][number]>;
export declare function keysFromEnv(options?: KeysFromEnvOptions): KeySource;
export declare function keysFromSecret(secret: string | Uint8Array | readonly (string | Uint8Array)[]): KeySource;
export declare function keysFromSigner(signer: Signer | readonly Signer[], rest: KeySource): KeySource;
export declare function liveKeys<Key>(keys: KeyList<Key>): LiveKeys<Key>;
export declare function localSigner(jwk: PrivateSigningJwk): Promise<Signer>;
export declare function parseKeySet(json: unknown, runtime?: Pick<Runtime, 'nowMs'>): Promise<KeySet>;
export declare function publicJwks(keys: Pick<KeySet, 'signing'>): {
    readonly keys: readonly PublishedJwk[];
};
export declare function readKeyFile(json: unknown): KeyFile;
export declare function watchKeys(place: KeyReading, { audit, runtime }: Context): Promise<KeySet>;
// not exported, but part of the signatures above
type Context = Pick<KeyContext, 'audit' | 'runtime'>;
