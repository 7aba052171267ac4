// @sallyport/core/uris
export interface IssuerOptions {
    readonly unsafelyAllowHttpLoopback?: boolean | undefined;
    readonly option?: string | undefined;
}
export interface MatchOptions {
    readonly loopbackLocalhost?: boolean | undefined;
}
export interface RedirectUri {
    readonly kind: 'https' | 'loopback' | 'private-use';
    readonly uri: string;
    readonly host: string;
}
export interface RedirectUriOptions {
    readonly privateUseSchemes?: readonly string[] | undefined;
}
export interface RefusedRedirectUri {
    readonly kind: 'refused';
    readonly reason: 'too_long' | 'malformed' | 'fragment' | 'userinfo' | 'http_not_loopback' | 'scheme_not_allowed';
}
export declare function assertIssuer(issuer: string, options?: IssuerOptions): void;
export declare function assertResource(resource: string, option?: string): void;
export declare function displayUrl(url: string): string | undefined;
export declare function hostOf(uri: string): string;
export declare function matchRedirectUri(requested: string, registered: readonly string[], options?: MatchOptions): string | undefined;
export declare function matchResource(requested: string, configured: readonly string[]): string | undefined;
export declare function normalizeResource(resource: string): string | undefined;
export declare function parseRedirectUri(uri: string, options?: RedirectUriOptions): RedirectUri | RefusedRedirectUri;
