// @sallyport/dev-idp
export interface DevClient {
    readonly clientId: string;
    readonly clientSecret?: string;
    readonly redirectUris: readonly string[];
    readonly tokenEndpointAuthMethod?: DevClientAuthMethod;
}
export type DevClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none';
export interface DevIdp {
    readonly issuer: string;
    readonly url: string;
    readonly federatedOrigin: string | undefined;
    readonly clientId: string;
    readonly clientSecret: string;
    addRedirectUri(redirectUri: string, clientId?: string): void;
    disableUser(name: string): void;
    enableUser(name: string): void;
    addResource(resource: DevResource): void;
    close(): Promise<void>;
}
export interface DevIdpOptions {
    readonly port?: number;
    readonly host?: '127.0.0.1' | '::1' | 'localhost';
    readonly resources?: readonly DevResource[];
    readonly redirectUris?: readonly string[];
    readonly clientId?: string;
    readonly clientSecret?: string;
    readonly clients?: readonly DevClient[];
    readonly users?: readonly DevUser[];
    readonly federated?: boolean;
    readonly accessTokenLifetimeMs?: number;
    readonly rotateRefreshTokens?: boolean;
    readonly stateFile?: string;
}
export interface DevResource {
    readonly resource: string;
    readonly scopes: readonly string[];
    readonly accessTokens?: 'jwt' | 'opaque';
}
export interface DevSallyportOptions extends Partial<Omit<SallyportOptions, 'resources' | 'authorizationServer'>> {
    readonly resource: string;
    readonly idpPort?: number;
}
export interface DevUser {
    readonly name: string;
    readonly displayName?: string;
    readonly email?: string;
    readonly roles?: readonly string[];
}
export declare function devSallyport({ idpPort, ...options }: DevSallyportOptions): Sallyport;
export declare function startDevIdp(options?: DevIdpOptions): Promise<DevIdp>;
