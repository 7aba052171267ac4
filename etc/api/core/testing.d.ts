// @sallyport/core/testing
export interface FakeRuntime extends Runtime {
    advance(ms: number): void;
    setNow(nowMs: number): void;
}
export interface FakeRuntimeOptions {
    readonly nowMs?: number;
    readonly fetch?: Runtime['fetch'];
}
export interface StoreCheck {
    readonly title: string;
    readonly run: () => Promise<void>;
}
export type StoreFactory = (options: StoreFixtureOptions) => Promise<StoreFixture>;
export interface StoreFixture {
    readonly store: Store;
    readonly nowMs: () => number;
    readonly advance: (ms: number) => Awaitable<void>;
    readonly open?: () => Promise<Store>;
    readonly dispose: () => Promise<void>;
}
export interface StoreFixtureOptions {
    readonly capacity: Readonly<Record<string, number>>;
    readonly maxTombstones: number;
}
export declare function fakeRuntime(options?: FakeRuntimeOptions): FakeRuntime;
export declare function storeContract(factory: StoreFactory): readonly StoreCheck[];
