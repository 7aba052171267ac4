// @sallyport/core/sdk
export interface Caller {
    readonly subject: string;
    readonly issuer: string;
    readonly clientId: string;
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
    readonly grantId: string | undefined;
}
export interface EnvironmentPrincipalOptions {
    readonly subject: string;
    readonly scopes?: string;
    readonly roles?: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
}
export interface SdkFetchOptions {
    readonly authInfo?: unknown;
    readonly parsedBody?: unknown;
}
export type SdkGuard = Access | {
    access(): Access;
};
export interface SdkHandler {
    fetch(request: Request, options?: SdkFetchOptions): Promise<Response>;
}
export interface SdkScopeChallenge {
    scopes: [
        string,
        ...string[]
    ];
    errorDescription?: string;
}
export interface SdkScopeContext {
    readonly request: object;
    readonly authInfo?: unknown;
}
export interface SdkServer {
    connect(transport: object): Promise<void>;
}
export interface SdkSessionOptions {
    readonly sessionIdGenerator: () => string;
    readonly onsessioninitialized: (sessionId: string) => Promise<void>;
    readonly onsessionclosed: (sessionId: string) => Promise<void>;
}
export interface SdkTransport {
    start(): Promise<void>;
    send(message: object, options?: object): Promise<void>;
    close(): Promise<void>;
}
export interface SessionHooks {
    readonly onOpened?: (sessionId: string, publicId: string) => void | Promise<void>;
    readonly onClosed?: (publicId: string) => void | Promise<void>;
}
export interface SessionTransport {
    readonly sessionId?: string | undefined;
    handleRequest(request: object, second?: object, parsedBody?: unknown): Promise<unknown>;
    close(): Promise<void>;
}
export interface StdioGuardOptions {
    readonly operations: OperationRules;
    readonly scopes?: ScopeDefinitions;
    readonly principal?: StdioPrincipal;
    readonly limits?: StdioLimits;
    readonly authorize?: (request: AuthorizedRequest) => Awaitable<boolean>;
    readonly audit?: readonly AuditSink[];
}
export interface StdioLimits {
    readonly user?: LimitRate;
    readonly tools?: Readonly<Record<string, LimitRate>>;
}
export interface StdioPrincipal {
    readonly subject: string;
    readonly scopes?: readonly string[] | undefined;
    readonly roles?: readonly string[] | undefined;
}
export interface TransportRegistry<Transport extends SessionTransport> {
    readonly handleRequest: Transport['handleRequest'];
    readonly size: number;
    sweep(): Promise<number>;
    close(): Promise<void>;
}
export interface TransportRegistryOptions {
    readonly maxTransports?: number;
    readonly idleMs?: number;
}
export interface WrapOptions {
    readonly toolTimeoutMs?: number;
}
export declare function callerOf(extra: unknown): Caller;
export declare function createStdioGuard(options: StdioGuardOptions, runtime?: Runtime): Access;
export declare function createTransportRegistry<Transport extends SessionTransport>(sallyport: {
    readonly sessions: Pick<Sallyport['sessions'], 'transports'>;
}, open: (options: SdkSessionOptions) => Transport | Promise<Transport>, options?: TransportRegistryOptions, runtime?: Pick<Runtime, 'nowMs'>): TransportRegistry<Transport>;
export declare function environmentPrincipal(options: EnvironmentPrincipalOptions): StdioPrincipal;
export declare function scopeChallenge(guard: SdkGuard): (context: SdkScopeContext) => Promise<SdkScopeChallenge | undefined>;
export declare function sessionOptions(sallyport: {
    readonly sessions: Pick<Sallyport['sessions'], 'transports'>;
}, authInfo: unknown, hooks?: SessionHooks): SdkSessionOptions;
export declare function wrapHandler<Handler extends SdkHandler>(handler: Handler, guard: SdkGuard): Handler;
export declare function wrapServer<Server extends SdkServer>(server: Server, guard: SdkGuard, options?: WrapOptions, runtime?: Pick<Runtime, 'delay'>): Server;
export declare function wrapTransport<Transport extends SdkTransport>(transport: Transport, guard: SdkGuard, options?: WrapOptions, runtime?: Pick<Runtime, 'delay'>): Transport;
