// @sallyport/redis
export interface IoredisClient {
    call(command: string, args: string[]): Promise<unknown>;
    readonly isCluster?: boolean;
}
export interface IoredisCluster extends IoredisClient {
    nodes(role: 'master'): readonly IoredisClient[];
}
export interface NodeRedisClient {
    sendCommand(args: string[]): Promise<unknown>;
}
export interface NodeRedisCluster {
    sendCommand(firstKey: string | undefined, isReadonly: boolean | undefined, args: string[]): Promise<unknown>;
    readonly masters: readonly unknown[];
    nodeClient(node: unknown): unknown;
}
export type RedisClient = IoredisClient | IoredisCluster | NodeRedisClient | NodeRedisCluster;
export interface RedisDescription {
    readonly cluster: boolean;
    readonly servers: readonly RedisServer[];
    readonly durability: 'process' | 'disk';
}
export interface RedisServer {
    readonly version: string;
    readonly maxmemoryPolicy: string;
    readonly appendfsync: 'always' | 'everysec' | 'no' | 'memory' | 'unknown';
}
export interface RedisStore extends Store {
    readonly events: EventLog;
    readonly clock: 'server';
    readonly durability: 'process' | 'disk';
    describe(): Promise<RedisDescription>;
}
export interface RedisStoreOptions {
    readonly client: RedisClient;
    readonly prefix?: string;
    readonly capacity?: Readonly<Record<string, number>>;
    readonly maxTombstones?: number;
    readonly maxEvents?: number;
    readonly timeoutMs?: number;
}
export declare function redisStore(options: RedisStoreOptions): RedisStore;
