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
    readonly assertStanding: () => Awaitable<void>;
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
    readonly headers: readonly (readonly [
        name: string,
        value: string
    ])[];
}
export interface Answer {
    readonly status: number;
    readonly sessionId?: string;
}
export interface AuthorizedRequest {
    readonly principal: Principal;
    readonly operation: Operation;
    readonly message: unknown;
}
export interface Gate {
    admit(facts: RequestFacts): Awaitable<Admitted | Refused>;
    authorize(admitted: Admitted, message: unknown): Awaitable<Allowed | Refused>;
    answering(admitted: Admitted, answer: Answer): Awaitable<void>;
    watch(admitted: Admitted, message: unknown, close: () => void): void;
    completed(admitted: Admitted, outcome: Outcome): Awaitable<void>;
    refuseBody(admitted: Admitted, problem: 'too_large' | 'malformed' | 'aborted'): Reply;
}
export interface MetadataEndpoint {
    owns(target: string): boolean;
    handle(request: Request): Response | undefined;
}
export interface Outcome {
    readonly status: number;
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
    readonly limits: Pick<Limits, 'isBlocked' | 'failed' | 'debitPrincipal' | 'enter'>;
    readonly audit: Auditor;
    readonly sessions?: SessionGate;
    readonly streams?: Streams;
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
export interface Streams {
    readonly size: number;
    watch(admitted: Admitted, stream: {
        readonly running: boolean;
        readonly close: () => void;
    }): void;
    release(admitted: Admitted): void;
    isOver(principal: Principal): boolean;
    end(): void;
}
export interface StreamsOptions {
    readonly audit: Auditor;
    readonly revocations?: Pick<Revocations, 'seq' | 'changesSince' | 'onChanges'>;
    readonly sessions?: Pick<Sessions, 'publicId' | 'onEnded' | 'alive'>;
    readonly maxStreams?: number;
}
export declare function authorizedMessage(authInfo: unknown): unknown;
export declare function createAccess(options: AccessOptions): Access;
export declare function createResourceServer(options: ResourceServerOptions, runtime?: Pick<Runtime, 'randomBytes' | 'nowMs' | 'delay'>): ResourceServer;
export declare function createStreams(options: StreamsOptions, runtime?: Pick<Runtime, 'nowMs' | 'delay'>): Streams;
export declare function sessionCallerOf(authInfo: unknown): SessionCaller | undefined;
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
    limits: Pick<Limits, "failed" | "isBlocked" | "debitPrincipal" | "enter">;
    audit: Auditor;
    includeGranted: boolean;
    listObtainable: boolean;
    trustProxy: false | string[];
    minimumRevision: "2026-07-28" | "2025-11-25" | "2025-06-18" | "2025-03-26";
    maxBodyBytes: number;
    metadataAtRoot: boolean;
    unsafelyExposeToken: boolean;
    sessions?: SessionGate | undefined;
    streams?: Streams | undefined;
    scopes?: Readonly<Record<string, import("../../policy/scopes/catalogue.js").ScopeDefinition>> | undefined;
    authorize?: ((request: AuthorizedRequest) => Awaitable<boolean>) | undefined;
    allowedHosts?: string[] | undefined;
    allowedOrigins?: string[] | undefined;
    name?: string | undefined;
    documentation?: string | undefined;
}>;
