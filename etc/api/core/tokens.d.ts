// @sallyport/core/tokens
export interface AccessTokenInput {
    readonly subject: string;
    readonly clientId: string;
    readonly resource: string;
    readonly scopes: readonly string[];
    readonly grantId: string;
    readonly roles: readonly string[];
    readonly notAfterMs: number;
    readonly grantedAtMs?: number;
}
export interface CachingTokenVerifier extends TokenVerifier {
    forgetKey(kid: string): void;
}
export interface IntrospectedToken {
    readonly claims: JsonObject;
    readonly freshUntilMs: number;
}
export interface Introspection {
    ask(token: string, digest: string): Promise<IntrospectedToken>;
}
export interface IntrospectionOptions {
    readonly endpoint: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly authMethod?: 'client_secret_basic' | 'client_secret_post';
    readonly maxStaleMs?: number;
}
export interface IssuedAccessToken {
    readonly accessToken: string;
    readonly tokenId: string;
    readonly expiresAtMs: number;
    readonly expiresIn: number;
}
export interface KeyQuery {
    readonly alg: string;
    readonly kid: string | undefined;
}
export interface RecognizedToken {
    readonly principal: Principal;
    readonly assertStanding: () => Awaitable<void>;
}
export interface TokenIssuer {
    readonly lifetimeMs: number;
    issue(input: AccessTokenInput): Promise<IssuedAccessToken>;
}
export interface TokenIssuerOptions {
    readonly issuer: string;
    readonly signers: KeyList<Signer>;
    readonly lifetimeMs?: number;
    readonly audit?: Auditor;
}
export interface TokenVerifier {
    verify(token: string, resource: string): Awaitable<Principal>;
    recognize(token: string, resource: string): Awaitable<RecognizedToken>;
}
export interface TokenVerifierOptions {
    readonly issuers: readonly TrustedIssuer[];
    readonly revocations: Pick<Revocations, 'seq' | 'changesSince' | 'isRevoked'>;
    readonly cacheSize?: number;
    readonly skewMs?: number;
    readonly audit?: Auditor;
}
export interface TrustedIssuer {
    readonly issuer: string;
    readonly keys?: VerificationKeys;
    readonly introspection?: Introspection;
    readonly opaque?: boolean;
    readonly own?: boolean;
    readonly unsafelyAcceptTyp?: readonly string[];
    readonly unsafelyAcceptUpstream?: UpstreamTokenRules;
}
export interface UpstreamTokenRules {
    readonly issuer: string;
    readonly resources: readonly string[];
    readonly audience: string;
    readonly scopes: readonly string[];
    readonly untilMs: number;
    readonly maxAgeMs: number;
}
export type VerificationAlgorithm = (typeof VERIFICATION_ALGORITHMS)[number];
export interface VerificationKey {
    readonly kid: string;
    readonly alg: VerificationAlgorithm;
    verificationKey(): Promise<CryptoKey | Uint8Array>;
}
export type VerificationKeys = readonly VerificationKey[] | ((query: KeyQuery) => Awaitable<VerificationKey | undefined>) | LiveKeys<VerificationKey>;
export declare function createIntrospection(options: IntrospectionOptions, outbound: Pick<Outbound, 'fetchJson' | 'checkUrl'>, runtime?: Pick<Runtime, 'nowMs'>): Introspection;
export declare function createTokenIssuer(options: TokenIssuerOptions, runtime?: Runtime): TokenIssuer;
export declare function createTokenVerifier(options: TokenVerifierOptions, runtime?: Runtime): CachingTokenVerifier;
// not exported, but part of the signatures above
export type JsonObject = Readonly<Record<string, unknown>>;
export declare const VERIFICATION_ALGORITHMS: readonly [
    "EdDSA",
    "Ed25519",
    "ES256",
    "ES384",
    "ES512",
    "PS256",
    "PS384",
    "PS512",
    "RS256",
    "RS384",
    "RS512",
    "HS256"
];
