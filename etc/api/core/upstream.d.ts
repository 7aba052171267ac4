// @sallyport/core/upstream
export interface ConnectedUpstream extends UpstreamProvider {
    apiOrigins(): Promise<readonly string[]>;
    userInfoEndpoint(): Promise<string | undefined>;
}
export interface HandlerCaller {
    readonly grantId: string;
    readonly token: string;
}
export type IdTokenAlgorithm = (typeof ID_TOKEN_ALGORITHMS)[number];
export interface OidcUpstreamOptions {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret?: string | undefined;
    readonly tokenEndpointAuthMethod?: UpstreamAuthMethod;
    readonly scope?: string;
    readonly prompt?: string;
    readonly authorizationParams?: Readonly<Record<string, string>>;
    readonly rolesClaim?: string;
    readonly displayNameClaims?: readonly string[];
    readonly idTokenAlgorithms?: readonly IdTokenAlgorithm[];
    readonly metadata?: UpstreamMetadata;
    readonly formActionOrigins?: readonly string[];
    readonly apiOrigins?: readonly string[];
    readonly timeoutMs?: number;
    readonly unsafelyAllowHttpLoopback?: boolean;
}
export type UpstreamAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none';
export interface UpstreamConfiguration {
    readonly issuer: string;
    readonly unsafe: readonly string[];
    connect(runtime: Runtime): ConnectedUpstream;
}
export type UpstreamFetch = (extra: unknown, url: string | URL, init?: UpstreamFetchInit) => Promise<Response>;
export type UpstreamFetchInit = OutboundInit;
export interface UpstreamFetchOptions {
    readonly vault: Pick<UpstreamTokenVault, 'accessToken'>;
    readonly provider: Pick<ConnectedUpstream, 'issuer' | 'apiOrigins'>;
    readonly revokeGrant: (grantId: string) => Promise<void>;
    readonly audit: Auditor;
    readonly timeoutMs?: number;
    readonly unsafelyAllowHttpLoopback?: boolean;
}
export interface UpstreamIdentity {
    readonly issuer: string;
    readonly subject: string;
    readonly displayName?: string;
    readonly roles: readonly string[];
}
export interface UpstreamLogin {
    readonly redirectUri: string;
    readonly state: string;
    readonly nonce: string;
    readonly codeVerifier: string;
}
export interface UpstreamMetadata {
    readonly authorization_endpoint: string;
    readonly token_endpoint: string;
    readonly jwks_uri: string;
    readonly revocation_endpoint?: string;
    readonly userinfo_endpoint?: string;
    readonly authorization_response_iss_parameter_supported?: boolean;
}
export interface UpstreamProvider extends UpstreamTokenEndpoint {
    formActionOrigins(): Promise<readonly string[]>;
    authorizationUrl(login: UpstreamLogin, options?: {
        readonly prompt?: string;
    }): Promise<string>;
    finish(login: UpstreamLogin, callback: URLSearchParams): Promise<{
        identity: UpstreamIdentity;
        tokens: UpstreamTokens;
    }>;
}
export declare function createUpstreamFetch(options: UpstreamFetchOptions, runtime?: Runtime): UpstreamFetch;
export declare function handlerAuthInfo(extra: unknown): unknown;
export declare function handlerCaller(extra: unknown): HandlerCaller | undefined;
export declare function oidcUpstream(options: OidcUpstreamOptions): UpstreamConfiguration;
// not exported, but part of the signatures above
export declare const ID_TOKEN_ALGORITHMS: readonly [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519"
];
