// @sallyport/core/node
export interface BridgeOptions {
    readonly origin: string;
    readonly maxBodyBytes?: number;
}
export interface Entered extends Allowed {
    readonly message: unknown;
}
export interface KeysFromFileOptions {
    readonly create?: boolean;
    readonly reloadMs?: number;
}
export interface ListenOptions {
    readonly port?: number;
    readonly host?: string;
    readonly socketPath?: string;
    readonly protectedBy?: Pick<Sallyport, 'ready'>;
    readonly unsafelyWithoutAuthentication?: boolean;
}
export interface Listening {
    readonly server: Server;
    readonly port: number | undefined;
    close(): Promise<void>;
}
export interface LocalSallyport {
    readonly sallyport: Sallyport;
    readonly resource: string;
    readonly token: string;
    renew(): Promise<string>;
}
export interface LocalSallyportOptions {
    readonly port?: number;
    readonly resource?: string;
    readonly operations: OperationRules;
    readonly roles?: readonly string[];
    readonly tokenFile?: string;
    readonly tokenLifetimeMs?: number;
    readonly store?: Store;
    readonly audit?: readonly AuditSink[];
    readonly allowedOrigins?: readonly string[];
    readonly limits?: Omit<LimitsOptions, 'buckets'>;
}
export interface LockFromFileOptions {
    readonly trustedKeys?: readonly JWK[];
    readonly onProblem?: (error: ConfigError) => void;
}
export interface NodeGuardedFetchOptions extends GuardedFetchOptions {
    readonly connection?: Omit<PinnedFetchOptions, 'allowPrivate'>;
}
export interface PinnedFetchOptions {
    readonly allowPrivate?: readonly string[] | undefined;
    readonly resolve?: ((hostname: string) => Promise<readonly string[]>) | undefined;
    readonly ca?: string | readonly string[] | undefined;
    readonly agent?: ((url: URL) => Agent) | undefined;
}
export interface SecretFromEnvOptions extends SecretOptions {
    readonly env?: Readonly<Record<string, string | undefined>>;
}
export interface SecretFromFileOptions extends SecretOptions {
    readonly unsafelyReadableByOthers?: boolean;
}
export interface SecretVault {
    read(name: string): Promise<string | undefined>;
}
export declare function createLocalSallyport(options: LocalSallyportOptions, runtime?: Runtime): Promise<LocalSallyport>;
export declare function enter(gate: Gate, admitted: Admitted, request: IncomingMessage, response: ServerResponse, payload?: Readable): Promise<Entered | Refused>;
export declare function guardedFetch({ connection, ...options }?: NodeGuardedFetchOptions): GuardedFetch;
export declare function handleOAuth(sallyport: Sallyport, request: IncomingMessage, response: ServerResponse): Promise<boolean>;
export declare function keysFromFile(path: string, options?: KeysFromFileOptions): KeySource;
export declare function listen(handler: Server | RequestListener, options: ListenOptions): Promise<Listening>;
export declare function lockFromFile(path: string, options?: LockFromFileOptions): () => Promise<ToolLock>;
export declare function nodeRuntime(options?: PinnedFetchOptions): Runtime;
export declare function pinnedFetch(options?: PinnedFetchOptions): Runtime['fetch'];
export declare function requestFacts(request: IncomingMessage): RequestFacts;
export declare function secretFromEnv(variable: string, options?: SecretFromEnvOptions): string;
export declare function secretFromFile(path: string, options?: SecretFromFileOptions): Promise<string>;
export declare function secretFromVault(vault: SecretVault, name: string, options?: SecretOptions): Promise<string>;
export declare function sendReply(response: ServerResponse, reply: Reply): void;
export declare function sendResponse(response: ServerResponse, answer: Response): Promise<void>;
export declare function setHeaderLines(response: ServerResponse, lines: Reply['headers']): void;
export declare function toWebHeaders(rawHeaders: readonly string[]): Headers;
export declare function toWebRequest(request: IncomingMessage, response: ServerResponse, options: BridgeOptions): Promise<Request | 'too_large'>;
