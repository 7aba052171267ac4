// @sallyport/core/store
export interface BucketDebit {
    readonly key: string;
    readonly burst: number;
    readonly intervalMs: number;
    readonly cost: number;
    readonly peek?: boolean;
}
export interface BucketShelf {
    slotOf(key: string): string;
    read(slot: string): number | undefined;
    write(slot: string, fullAtMs: number): void;
}
export interface BucketState {
    readonly key: string;
    readonly remaining: number;
    readonly retryAfterMs: number;
    readonly resetMs: number;
}
export interface BucketStore {
    debit(buckets: readonly BucketDebit[]): Awaitable<DebitResult>;
}
export interface DebitResult {
    readonly allowed: boolean;
    readonly buckets: readonly BucketState[];
}
export interface EventLog {
    append(event: StoredEvent): Promise<void>;
    query(query: EventQuery): Promise<EventPage>;
}
export interface EventPage {
    readonly events: readonly StoredEvent[];
    readonly cursor?: string;
}
export interface EventQuery {
    readonly fromMs: number;
    readonly toMs: number;
    readonly kinds?: readonly string[];
    readonly cursor?: string;
    readonly limit: number;
}
export interface IndexPage {
    readonly keys: readonly string[];
    readonly cursor?: string;
}
export interface MemoryStoreOptions {
    readonly capacity?: Readonly<Record<string, number>>;
    readonly maxTombstones?: number;
    readonly maxEvents?: number;
}
export type PutResult = {
    readonly inserted: true;
    readonly version: string;
} | {
    readonly inserted: false;
    readonly existing: StoredRecord;
};
export interface RecordStore {
    get(key: string): Promise<StoredRecord | undefined>;
    putIfAbsent(key: string, value: string, options: WriteOptions): Promise<PutResult>;
    take(key: string): Promise<StoredRecord | undefined>;
    compareAndSwap(key: string, version: string, value: string, options: WriteOptions): Promise<boolean>;
    delete(key: string, version?: string): Promise<boolean>;
    listByIndex(index: string, cursor: string | undefined, limit: number): Promise<IndexPage>;
    sweepExpired(limit: number): Promise<number>;
}
export interface RevocationChanges {
    readonly seq: number;
    readonly tombstones: readonly Tombstone[] | undefined;
}
export interface RevocationLog {
    append(tombstone: Tombstone): Promise<number>;
    seq(): Awaitable<number>;
    since(seq: number): Awaitable<RevocationChanges>;
    find(targets: readonly Pick<Tombstone, 'kind' | 'id'>[]): Awaitable<readonly Tombstone[]>;
}
export interface Store {
    readonly records: RecordStore;
    readonly buckets: BucketStore;
    readonly revocations: RevocationLog;
    readonly events?: EventLog;
    readonly clock: 'process' | 'server';
    readonly durability: 'process' | 'disk';
    ping(): Promise<void>;
    close(): Promise<void>;
}
export interface StoredEvent {
    readonly atMs: number;
    readonly kind: string;
    readonly value: string;
}
export interface StoredRecord {
    readonly value: string;
    readonly version: string;
    readonly expiresAtMs: number;
    readonly readAtMs: number;
}
export interface Tombstone {
    readonly kind: TombstoneKind;
    readonly id: string;
    readonly revokedAtMs: number;
    readonly expiresAtMs: number;
}
export type TombstoneKind = 'jti' | 'gid' | 'user' | 'client';
export interface WriteOptions {
    readonly expiresAtMs: number;
    readonly indexes?: readonly string[];
}
export declare function assertIndexes(indexes: readonly string[]): void;
export declare function createShares(capacity: Readonly<Record<string, number>>): (kind: string) => number;
export declare function debitAll(buckets: readonly BucketDebit[], shelf: BucketShelf, nowMs: number): DebitResult;
export declare function fromStored(text: string): string;
export declare function kindOf(key: string): string;
export declare function memoryStore(options?: MemoryStoreOptions, runtime?: Runtime): Store;
export declare function toStored(text: string): string;
