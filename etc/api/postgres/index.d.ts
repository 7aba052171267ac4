// @sallyport/postgres
export type PostgresClient = QueryClient | UnsafeClient;
export interface PostgresRuntime {
    delay(ms: number, signal?: AbortSignal): Promise<void>;
}
export interface PostgresStore extends Store {
    readonly events: EventLog;
    readonly clock: 'server';
}
export interface PostgresStoreOptions {
    readonly client: PostgresClient;
    readonly schema?: string;
    readonly timeoutMs?: number;
    readonly capacity?: Readonly<Record<string, number>>;
    readonly maxTombstones?: number;
    readonly maxEvents?: number;
    readonly unsafelyAllowFsyncOff?: boolean;
}
export interface QueryClient {
    query(text: string, values: unknown[]): PromiseLike<{
        readonly rows: readonly unknown[];
    }>;
}
export interface UnsafeClient {
    unsafe(text: string, values: string[], options: {
        prepare: boolean;
    }): PromiseLike<readonly unknown[]>;
}
export declare function postgresStore(options: PostgresStoreOptions, runtime?: PostgresRuntime): PostgresStore;
