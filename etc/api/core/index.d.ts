// @sallyport/core
export interface AskedConfirmation extends Pick<Confirmation, 'id' | 'endsAtMs'> {
    readonly url: string | undefined;
}
export interface AuthorizationServerSettings {
    readonly issuer: string;
    readonly upstream: UpstreamConfiguration;
    readonly registration?: RegistrationSettings;
    readonly loopbackLocalhost?: boolean;
    readonly strictRefresh?: boolean;
    readonly connections?: boolean;
    readonly confirmations?: boolean;
    readonly lifetimes?: LifetimeOptions;
    readonly pages?: PagesOptions;
    readonly unsafelyAcceptUpstreamTokens?: UpstreamMigrationSettings;
}
export type AuthorizeHook = (request: AuthorizedRequest) => Awaitable<boolean>;
export type Awaitable<T> = T | Promise<T>;
export interface ConnectionContext {
    readonly remoteAddress?: string | undefined;
}
export interface HandlerConfirmations {
    readonly rounds: HandlerRequestState;
    hasPage(extra: unknown): boolean;
    use(extra: unknown, action: SensitiveAction, by?: 'page'): Promise<ActionStanding>;
    ask(extra: unknown, action: SensitiveAction): Promise<AskedConfirmation>;
    asked(extra: unknown, pending: Pick<Confirmation, 'id' | 'endsAtMs'>): Promise<AskedConfirmation>;
    decide(extra: unknown, id: unknown, decision: Decision): Promise<Confirmation['state'] | undefined>;
    withdraw(extra: unknown, id: unknown, why: 'dismissed' | 'expired'): Promise<void>;
    onDecided(asked: Pick<Confirmation, 'id' | 'endsAtMs'>, listener: () => void): Promise<() => void>;
}
export interface HandlerHandles {
    create(extra: unknown, value: unknown, lifetime?: HandleLifetime): Promise<string>;
    get(extra: unknown, handle: unknown): Promise<unknown>;
    delete(extra: unknown, handle: unknown): Promise<boolean>;
    deleteAll(extra: unknown): Promise<number>;
}
export interface HandlerRequestState {
    mint(payload: unknown, ctx: unknown): Promise<string>;
    verify(state: string, ctx: unknown): Promise<unknown>;
}
export interface HandlerSessions {
    rotate(extra: unknown): Promise<boolean>;
    end(extra: unknown): Promise<boolean>;
    endAll(target: SessionTarget): Promise<number>;
    list(subject: string): Promise<readonly SessionSummary[]>;
    endById(subject: string, id: string): Promise<boolean>;
    readonly transports: TransportSessions;
}
export interface LifetimeOptions {
    readonly accessTokenMs?: number;
    readonly refreshIdleMs?: number;
    readonly grantMs?: number;
    readonly consentMs?: number;
}
export interface ReencryptOptions {
    readonly onProgress?: (progress: ReencryptProgress) => void;
}
export interface ReencryptProgress {
    readonly seen: number;
    readonly rewritten: number;
    readonly failed: number;
}
export interface Reencrypted extends ReencryptProgress {
    readonly keysInUse: readonly string[];
}
export interface RegistrationSettings extends RegistrationOptions {
    readonly clients?: readonly OperatorClient[];
}
export interface RequestStateSettings extends Omit<RequestStateOptions, 'keys' | 'once'> {
    readonly reusable?: boolean;
}
export type RevocationTarget = {
    readonly grantId: string;
} | {
    readonly subject: string;
} | {
    readonly clientId: string;
};
export interface Runtime {
    nowMs(): number;
    randomBytes(length: number): Uint8Array<ArrayBuffer>;
    sha256(data: Uint8Array | string): Uint8Array | Promise<Uint8Array>;
    delay(ms: number, signal?: AbortSignal): Promise<void>;
    fetch(input: string | URL | Request, init?: RuntimeFetchInit): Promise<Response>;
}
export interface RuntimeFetchInit extends RequestInit {
    readonly admitsAddress?: ((address: string) => boolean) | undefined;
}
export interface Sallyport {
    readonly origin: string;
    gate(resource?: string): Gate;
    access(resource?: string): Access;
    owns(target: string): boolean;
    handle(request: Request, context?: ConnectionContext): Promise<Response | undefined>;
    readonly verifier: {
        verifyAccessToken(token: string): Promise<SdkAuthInfo>;
    };
    readonly upstream: UpstreamAccess;
    readonly requestState: HandlerRequestState;
    readonly handles: HandlerHandles;
    readonly confirmations: HandlerConfirmations;
    readonly sessions: HandlerSessions;
    revoke(target: RevocationTarget, by?: GrantRevokedBy): Promise<number>;
    withdraw(subject: string, clientId: string): Promise<number>;
    reloadKeys(): Promise<void>;
    sweep(limit?: number): Promise<number>;
    reencrypt(options?: ReencryptOptions): Promise<Reencrypted>;
    ready(): Promise<void>;
    close(): Promise<void>;
}
export interface SallyportOptions {
    readonly resource?: string;
    readonly resources?: Readonly<Record<string, string>>;
    readonly resourceName?: string;
    readonly scopes?: ScopeDefinitions;
    readonly operations: OperationRules;
    readonly baselineScopes?: readonly string[];
    readonly includeGranted?: boolean;
    readonly listObtainable?: boolean;
    readonly authorize?: AuthorizeHook;
    readonly authorizationServer?: AuthorizationServerSettings;
    readonly trustedIssuers?: readonly TrustedIssuerSettings[];
    readonly keys?: KeySource;
    readonly store: Store;
    readonly audit?: readonly AuditSink[];
    readonly trustProxy?: false | readonly string[];
    readonly allowedOrigins?: readonly string[];
    readonly allowedHosts?: readonly string[];
    readonly minimumRevision?: Revision;
    readonly maxBodyBytes?: number;
    readonly limits?: Omit<LimitsOptions, 'buckets'>;
    readonly requestState?: RequestStateSettings;
    readonly sessions?: Omit<SessionsOptions, 'records' | 'isGrantLive'>;
    readonly handles?: Omit<HandlesOptions, 'records' | 'keys' | 'isGrantLive'>;
    readonly confirmations?: Omit<ConfirmationsOptions, 'records' | 'keys'>;
    readonly unsafelyAllowHttpLoopback?: boolean;
    readonly unsafelyExposeToken?: boolean;
}
export interface SweepingOptions {
    readonly everyMs?: number;
}
export interface TransportSessions {
    newSessionId(): string;
    publicId(authInfo: unknown, sessionId: string): Awaitable<string>;
    opened(authInfo: unknown, sessionId: string): Promise<void>;
    closed(publicId: string, by: SessionEnd): Promise<void>;
    alive(publicIds: readonly string[]): Promise<ReadonlySet<string>>;
    onEnded(listener: (publicId: string) => void): () => void;
}
export interface TrustedIssuerSettings {
    readonly issuer: string;
    readonly jwksUri?: string;
    readonly introspection?: IntrospectionOptions;
    readonly opaque?: boolean;
    readonly unsafelyAcceptJwtTyp?: boolean;
}
export interface UpstreamAccess {
    fetch(extra: unknown, input: string | URL, init?: RequestInit): Promise<Response>;
    person(extra: unknown): Promise<UpstreamPerson>;
}
export interface UpstreamMigrationSettings {
    readonly until: string;
    readonly audience: string;
    readonly scopes: readonly string[];
    readonly jwksUri?: string;
    readonly introspection?: IntrospectionOptions;
    readonly unsafelyAcceptJwtTyp?: boolean;
}
export interface UpstreamPerson {
    readonly issuer: string;
    readonly subject: string;
    readonly displayName: string | undefined;
    readonly roles: readonly string[];
}
export declare function createSallyport(options: SallyportOptions, runtime?: Runtime): Sallyport;
export declare function startSweeping(sallyport: Pick<Sallyport, 'sweep'>, options?: SweepingOptions, runtime?: Pick<Runtime, 'delay'>): () => void;
export { ClassifierError } // of @sallyport/core/errors
export { ClassifierErrorReason } // of @sallyport/core/errors
export { ConfigError } // of @sallyport/core/errors
export { ConfigProblem } // of @sallyport/core/errors
export { InputError } // of @sallyport/core/errors
export { InputErrorDetails } // of @sallyport/core/errors
export { LimitError } // of @sallyport/core/errors
export { OAuthError } // of @sallyport/core/errors
export { OAuthErrorCode } // of @sallyport/core/errors
export { OidcUpstreamOptions } // of @sallyport/core/upstream
export { OutboundError } // of @sallyport/core/errors
export { RedirectableError } // of @sallyport/core/errors
export { RefusalDetails } // of @sallyport/core/errors
export { RefusalError } // of @sallyport/core/errors
export { RpcError } // of @sallyport/core/errors
export { SecurityError } // of @sallyport/core/errors
export { SecurityErrorCode } // of @sallyport/core/errors
export { StoreError } // of @sallyport/core/errors
export { StoreErrorReason } // of @sallyport/core/errors
export { TransportError } // of @sallyport/core/errors
export { isSecurityError } // of @sallyport/core/errors
export { oidcUpstream } // of @sallyport/core/upstream
