// @sallyport/core/resource-server
export interface AccessTokenVerifier {
    verifyAccessToken(token: string): Promise<SdkAuthInfo>;
}
export interface Admitted {
    readonly allowed: true;
    readonly requestId: string;
    readonly principal: Principal;
    readonly maxBodyBytes: number;
    readonly facts: RequestFacts;
    readonly address: string | undefined;
    readonly headers: readonly (readonly [
        name: string,
        value: string
    ])[];
}
export interface Allowed {
    readonly allowed: true;
    readonly principal: Principal;
    readonly authInfo: SdkAuthInfo;
}
export interface AuthorizedRequest {
    readonly principal: Principal;
    readonly operation: Operation;
    readonly message: unknown;
}
export interface Gate {
    admit(facts: RequestFacts): Awaitable<Admitted | Refused>;
    authorize(admitted: Admitted, message: unknown): Awaitable<Allowed | Refused>;
    completed(admitted: Admitted, outcome: Outcome): Awaitable<void>;
    refuseBody(admitted: Admitted, problem: 'too_large' | 'malformed' | 'aborted'): Reply;
}
export interface MetadataEndpoint {
    owns(target: string): boolean;
    handle(request: Request): Response | undefined;
}
export interface Outcome {
    readonly status: number;
    readonly sessionId?: string;
}
export interface Refused {
    readonly allowed: false;
    readonly reply: Reply;
}
export interface ResourceServer {
    readonly gate: Gate;
    readonly metadata: MetadataEndpoint;
    readonly resourceMetadataUrl: string;
    readonly verifier: AccessTokenVerifier;
}
export interface ResourceServerOptions {
    readonly resource: string;
    readonly authorizationServers: readonly string[];
    readonly verifier: TokenVerifier;
    readonly operations: OperationRules;
    readonly limits: Pick<Limits, 'peekAddress' | 'failed' | 'debitPrincipal'>;
    readonly audit: Auditor;
    readonly scopes?: ScopeDefinitions;
    readonly baselineScopes?: readonly string[];
    readonly includeGranted?: boolean;
    readonly authorize?: (request: AuthorizedRequest) => Awaitable<boolean>;
    readonly allowedHosts?: readonly string[];
    readonly allowedOrigins?: readonly string[];
    readonly trustProxy?: false | readonly string[];
    readonly maxBodyBytes?: number;
    readonly name?: string;
    readonly documentation?: string;
    readonly metadataAtRoot?: boolean;
    readonly unsafelyExposeToken?: boolean;
}
export interface SdkAuthInfo {
    token: string;
    clientId: string;
    scopes: string[];
    expiresAt: number;
    resource: URL;
    resourceMetadataUrl: string;
    extra: Record<string, unknown>;
}
export declare function createResourceServer(options: ResourceServerOptions, runtime?: Pick<Runtime, 'randomBytes'>): ResourceServer;
