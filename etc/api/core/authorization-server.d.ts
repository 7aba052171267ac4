// @sallyport/core/authorization-server
export interface AuthorizationServer {
    readonly issuer: string;
    readonly metadata: AuthorizationServerMetadata;
    owns(path: string): boolean;
    handle(request: Request, context: RequestContext): Promise<Response | undefined>;
    withdraw(subject: string, clientId: string): Promise<number>;
    endAll(of: {
        readonly subject: string;
    } | {
        readonly clientId: string;
    }, by: GrantRevokedBy): Promise<number>;
}
export interface AuthorizationServerOptions {
    readonly issuer: string;
    readonly unsafelyAllowHttpLoopback?: boolean;
    readonly resources: readonly ProtectedResource[];
    readonly scopeDescriptions?: Readonly<Record<string, string>>;
    readonly loopbackLocalhost?: boolean;
    readonly dynamicRegistration?: boolean;
    readonly strictRefresh?: boolean;
    readonly connections?: boolean;
}
export interface AuthorizationServerPorts {
    readonly upstream: UpstreamProvider;
    readonly clients: Clients;
    readonly consents: Consents;
    readonly flows: Flows;
    readonly grants: Grants;
    readonly tokens: TokenIssuer;
    readonly verifier: TokenVerifier;
    readonly vault: UpstreamTokenVault;
    readonly limits: Limits;
    readonly pages: Pages;
    readonly keys: Pick<KeySet, 'signing'>;
    readonly audit: Auditor;
    readonly browserSessions?: BrowserSessions;
    readonly confirmations?: Confirmations;
    readonly sessions?: OpenSessions;
}
export interface OpenSession {
    readonly id: string;
    readonly clientId: string;
    readonly resource: string;
    readonly createdAtMs: number;
    readonly lastSeenAtMs: number;
}
export interface OpenSessions {
    list(subject: string): Promise<readonly OpenSession[]>;
    end(subject: string, id: string): Promise<boolean>;
}
export interface ProtectedResource {
    readonly resource: string;
    readonly name?: string;
    readonly scopes: readonly string[];
    readonly defaultScopes?: readonly string[];
}
export interface RequestContext {
    readonly address: string | undefined;
    readonly requestId: string;
}
export declare function createAuthorizationServer(options: AuthorizationServerOptions, ports: AuthorizationServerPorts, runtime?: Runtime): AuthorizationServer;
