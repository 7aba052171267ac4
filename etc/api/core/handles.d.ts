// @sallyport/core/handles
export interface HandleLifetime {
    readonly ttlMs?: number;
    readonly idleMs?: number;
}
export interface HandleOwner {
    readonly issuer: string;
    readonly subject: string;
    readonly clientId: string;
    readonly resource: string;
    readonly grantId: string | undefined;
}
export interface Handles {
    create(owner: HandleOwner, value: unknown, lifetime?: HandleLifetime): Promise<string>;
    get(owner: HandleOwner, handle: unknown): Promise<unknown>;
    delete(owner: HandleOwner, handle: unknown): Promise<boolean>;
    deleteAll(owner: HandleOwner): Promise<number>;
}
export interface HandlesOptions {
    readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>;
    readonly keys: KeyList<SecretKey>;
    readonly maxPerOwner?: number;
    readonly lifetimeMs?: number;
    readonly idleMs?: number;
    readonly maxValueLength?: number;
    readonly isGrantLive?: (grantId: string) => Promise<boolean>;
}
export declare function createHandleResealer(records: Pick<RecordStore, 'get' | 'compareAndSwap'>, keys: KeyList<SecretKey>, runtime: Pick<Runtime, 'randomBytes'>): (key: string) => Promise<Resealed>;
export declare function createHandles(options: HandlesOptions, audit: Auditor, runtime?: Runtime): Handles;
