// @sallyport/core/sdk
export interface Caller {
    readonly subject: string;
    readonly issuer: string;
    readonly clientId: string;
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
    readonly grantId: string | undefined;
}
export interface ConfirmOptions {
    readonly tools?: Readonly<Record<string, true | ToolConfirmation>>;
    readonly sensitive?: (tool: string, toolArguments: unknown) => Awaitable<boolean>;
    readonly by?: ConfirmedBy;
    readonly undeclared?: 'link' | 'refuse';
    readonly waitMs?: number;
}
export type ConfirmationSource = Pick<Sallyport, 'confirmations'>;
export type ConfirmedBy = 'page' | 'elicitation';
export interface DefinitionDrift {
    readonly list: ListName | 'instructions';
    readonly name: string;
    readonly kind: 'unknown' | 'changed' | 'duplicated' | 'external_reference';
    readonly lockedHash: DefinitionHash | undefined;
    readonly seenHash: DefinitionHash | undefined;
    readonly approved: Definition | undefined;
    readonly seen: readonly Definition[];
    diff(options?: DiffOptions): DefinitionDiff;
}
export interface EnforceLockOptions {
    readonly lock: LockSource;
    readonly unlocked?: 'pass' | 'refuse';
    readonly onDrift?: (drift: DefinitionDrift) => Awaitable<void>;
    readonly reapprove?: (drift: DefinitionDrift) => Awaitable<Approval | undefined>;
    readonly audit?: readonly AuditSink[];
}
export interface EnvironmentPrincipalOptions {
    readonly subject: string;
    readonly scopes?: string;
    readonly roles?: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
}
export interface GuardClientOptions extends EnforceLockOptions {
    readonly recheck?: 'change' | 'call';
    readonly timeoutMs?: number;
}
export interface GuardResultsOptions {
    readonly classifier?: ContentClassifier;
    readonly policy?: ContentPolicy;
    readonly spotlight?: SpotlightMode | ResultSpotlight | false;
    readonly sanitize?: (Omit<SanitizeOptions, 'maxBytes'> & {
        readonly markdown?: DefangOptions;
    }) | false;
    readonly redact?: (text: string) => string;
    readonly maxBytes?: number;
    readonly outputSchema?: SchemaCompiler;
    readonly trustedTools?: readonly string[];
    readonly preamble?: boolean;
    readonly audit?: readonly AuditSink[];
}
export type GuardedSource = 'tools' | 'resources' | 'prompts';
export type LockSource = ToolLock | (() => Awaitable<ToolLock>);
export interface ResultSpotlight {
    readonly mode?: SpotlightMode;
    readonly leaves?: 'all' | 'prose';
    readonly of?: readonly GuardedSource[];
}
export interface SchemaCompiler {
    compileSchema(schema: unknown): (value: unknown) => true | readonly SchemaProblem[];
}
export interface SchemaProblem {
    readonly path: string;
    readonly message: string;
}
export interface SdkClient {
    connect(transport: object, ...rest: unknown[]): Promise<void>;
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
export interface ToolConfirmation {
    readonly sensitive?: (toolArguments: unknown) => Awaitable<boolean>;
    readonly by?: ConfirmedBy;
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
export declare function confirmSensitive<Server extends object>(server: Server, options: ConfirmOptions, sallyport: ConfirmationSource, runtime?: Pick<Runtime, 'nowMs' | 'delay'>): Server;
export declare function createStdioGuard(options: StdioGuardOptions, runtime?: Runtime): Access;
export declare function createTransportRegistry<Transport extends SessionTransport>(sallyport: {
    readonly sessions: Pick<Sallyport['sessions'], 'transports'>;
}, open: (options: SdkSessionOptions) => Transport | Promise<Transport>, options?: TransportRegistryOptions, runtime?: Pick<Runtime, 'nowMs'>): TransportRegistry<Transport>;
export declare function enforceLock<Server extends object>(server: Server, options: EnforceLockOptions, runtime?: Pick<Runtime, 'sha256' | 'nowMs'>): Server;
export declare function environmentPrincipal(options: EnvironmentPrincipalOptions): StdioPrincipal;
export declare function guardClient<Client extends object>(client: Client & Pick<SdkClient, 'connect'>, options: GuardClientOptions, runtime?: Pick<Runtime, 'sha256' | 'nowMs' | 'delay'>): Client;
export declare function guardResults<Server extends object>(server: Server, options?: GuardResultsOptions, runtime?: Pick<Runtime, 'nowMs' | 'randomBytes'>): Server;
export declare function lockTransport<Transport extends SdkTransport>(transport: Transport, options: GuardClientOptions, runtime?: TransportRuntime): Transport;
export declare function scopeChallenge(guard: SdkGuard): (context: SdkScopeContext) => Promise<SdkScopeChallenge | undefined>;
export declare function sessionOptions(sallyport: {
    readonly sessions: Pick<Sallyport['sessions'], 'transports'>;
}, authInfo: unknown, hooks?: SessionHooks): SdkSessionOptions;
export declare function wrapHandler<Handler extends SdkHandler>(handler: Handler, guard: SdkGuard): Handler;
export declare function wrapServer<Server extends SdkServer>(server: Server, guard: SdkGuard, options?: WrapOptions, runtime?: Pick<Runtime, 'delay'>): Server;
export declare function wrapTransport<Transport extends SdkTransport>(transport: Transport, guard: SdkGuard, options?: WrapOptions, runtime?: Pick<Runtime, 'delay'>): Transport;
// not exported, but part of the signatures above
type TransportRuntime = Pick<Runtime, 'sha256' | 'nowMs' | 'delay'>;
