// @sallyport/sqlite
export interface SqliteRuntime {
    nowMs(): number;
    delay(ms: number): Promise<void>;
}
export interface SqliteStore extends Store {
    readonly events: EventLog;
    readonly clock: 'process';
    readonly durability: 'disk';
}
export interface SqliteStoreOptions {
    readonly path: string;
    readonly capacity?: Readonly<Record<string, number>>;
    readonly maxTombstones?: number;
    readonly maxEvents?: number;
}
export declare function sqliteStore(options: SqliteStoreOptions, runtime?: SqliteRuntime): SqliteStore;
