// @sallyport/core/metadata
export interface AuthorizationServerConfig {
    readonly issuer: string;
    readonly scopes: readonly string[];
    readonly dynamicRegistration: boolean;
    readonly publicKeys: boolean;
    readonly clientAuthMethods?: readonly ('none' | 'client_secret_basic' | 'client_secret_post')[] | undefined;
    readonly documentation?: string | undefined;
}
export interface AuthorizationServerEndpoints {
    readonly authorization: string;
    readonly consent: string;
    readonly callback: string;
    readonly connections: string;
    readonly confirmation: string;
    readonly token: string;
    readonly registration: string;
    readonly revocation: string;
    readonly jwks: string;
}
export interface AuthorizationServerMetadata {
    readonly issuer: string;
    readonly authorization_endpoint: string;
    readonly token_endpoint: string;
    readonly registration_endpoint?: string;
    readonly revocation_endpoint: string;
    readonly jwks_uri?: string;
    readonly scopes_supported: readonly string[];
    readonly response_types_supported: readonly [
        'code'
    ];
    readonly response_modes_supported: readonly [
        'query'
    ];
    readonly grant_types_supported: readonly [
        'authorization_code',
        'refresh_token'
    ];
    readonly token_endpoint_auth_methods_supported: readonly string[];
    readonly revocation_endpoint_auth_methods_supported: readonly string[];
    readonly code_challenge_methods_supported: readonly [
        'S256'
    ];
    readonly authorization_response_iss_parameter_supported: true;
    readonly service_documentation?: string;
}
export type MetadataMatch = {
    readonly kind: 'authorization-server';
} | {
    readonly kind: 'protected-resource';
    readonly resource: string;
};
export interface MetadataPathsOptions {
    readonly resources: readonly string[];
    readonly issuer?: string | undefined;
    readonly atRoot?: boolean | undefined;
}
export interface ProtectedResourceConfig {
    readonly resource: string;
    readonly authorizationServers: readonly string[];
    readonly scopes?: readonly string[] | undefined;
    readonly name?: string | undefined;
    readonly documentation?: string | undefined;
}
export interface ProtectedResourceMetadata {
    readonly resource: string;
    readonly authorization_servers: readonly string[];
    readonly scopes_supported?: readonly string[];
    readonly bearer_methods_supported: readonly [
        'header'
    ];
    readonly resource_name?: string;
    readonly resource_documentation?: string;
}
export declare function authorizationServerEndpoints(issuer: string): AuthorizationServerEndpoints;
export declare function authorizationServerMetadata(config: AuthorizationServerConfig): AuthorizationServerMetadata;
export declare function authorizationServerMetadataUrls(issuer: string): readonly string[];
export declare function createMetadataPaths(options: MetadataPathsOptions): (target: string) => MetadataMatch | undefined;
export declare function endpointPath(pathname: string): string;
export declare function protectedResourceMetadata(config: ProtectedResourceConfig): ProtectedResourceMetadata;
export declare function protectedResourceMetadataUrl(resource: string): string;
