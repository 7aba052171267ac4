// @sallyport/core/resource-server
export interface Access {
    decide(message: unknown, authInfo: unknown, httpMethod?: string): Awaitable<AccessVerdict>;
    permits(authInfo: unknown): (key: string) => boolean;
    lists(authInfo: unknown): (key: string) => boolean;
    lacking(message: unknown, authInfo: unknown): readonly string[];
    principalOf(authInfo: unknown): Principal | undefined;
    refused(reason: string, status: number, authInfo: unknown, operation?: string): void;
    readonly challenge: string | undefined;
    readonly localAuthInfo: unknown;
}
export interface AccessError {
    readonly code: 401 | 403 | 429 | 503;
    readonly message: string;
    readonly data?: {
        readonly retryAfterMs: number;
    };
}
export interface AccessOptions extends Pick<Settings, 'policy' | 'hierarchy' | 'authorize' | 'audit'> {
    readonly principalOf: (authInfo: unknown) => Principal | undefined;
    readonly challenge?: string | undefined;
    readonly localAuthInfo?: unknown;
    readonly listObtainable?: boolean;
    readonly recordAllowed?: boolean;
    readonly charge?: (principal: Principal, cost: number, judgement: Judgement) => Awaitable<LimitVerdict>;
}
export interface AccessTokenVerifier {
    verifyAccessToken(token: string): Promise<SdkAuthInfo>;
}
export type AccessVerdict = {
    readonly allowed: true;
    readonly principal: Principal;
} | {
    readonly allowed: false;
    readonly reason: string;
    readonly error: AccessError;
    readonly scopes: readonly string[];
};
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
    readonly era: Era;
    readonly revision: Revision;
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
    readonly access: Access;
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
    readonly listObtainable?: boolean;
    readonly authorize?: (request: AuthorizedRequest) => Awaitable<boolean>;
    readonly allowedHosts?: readonly string[];
    readonly allowedOrigins?: readonly string[];
    readonly trustProxy?: false | readonly string[];
    readonly minimumRevision?: Revision;
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
export declare function authorizedMessage(authInfo: unknown): unknown;
export declare function createAccess(options: AccessOptions): Access;
export declare function createResourceServer(options: ResourceServerOptions, runtime?: Pick<Runtime, 'randomBytes'>): ResourceServer;
// not exported, but part of the signatures above
export type Settings = ReturnType<typeof readSettings>;
export declare function readSettings(options: ResourceServerOptions): Readonly<{
    policy: import("../../policy/access/operation-policy.js").OperationPolicy;
    hierarchy: import("../../policy/scopes/hierarchy.js").ScopeHierarchy | undefined;
    baselineScopes: readonly string[];
    resource: string;
    authorizationServers: string[];
    verifier: TokenVerifier;
    operations: Readonly<Record<string, import("../../policy/access/operation-policy.js").OperationRule>>;
    limits: Pick<Limits, "peekAddress" | "failed" | "debitPrincipal">;
    audit: Auditor;
    includeGranted: boolean;
    listObtainable: boolean;
    trustProxy: false | string[];
    minimumRevision: "2026-07-28" | "2025-11-25" | "2025-06-18" | "2025-03-26";
    maxBodyBytes: number;
    metadataAtRoot: boolean;
    unsafelyExposeToken: boolean;
    scopes?: Readonly<Record<string, import("../../policy/scopes/catalogue.js").ScopeDefinition>> | undefined;
    authorize?: ((request: AuthorizedRequest) => Awaitable<boolean>) | undefined;
    allowedHosts?: string[] | undefined;
    allowedOrigins?: string[] | undefined;
    name?: string | undefined;
    documentation?: string | undefined;
}>;
