// @sallyport/core/sealing
export interface Resealed {
    readonly outcome: 'current' | 'rewritten' | 'gone' | 'failed';
    readonly kid?: string;
}
export interface SealedRecord {
    readonly sealed: string;
    readonly context: string;
    readonly indexes: readonly string[];
    value(sealed: string): string;
}
export interface Sealer {
    seal(plaintext: string, context: string): Promise<string>;
    open(sealed: string, context: string): Promise<string | undefined>;
    reseal(sealed: string, context: string): Promise<string | undefined>;
}
export declare function createSealer(keys: KeyList<SecretKey>, purpose: string, runtime?: Pick<Runtime, 'randomBytes'>): Sealer;
export declare function resealRecord(records: Pick<RecordStore, 'get' | 'compareAndSwap'>, sealer: Sealer, key: string, read: (value: string) => SealedRecord | undefined): Promise<Resealed>;
export declare function sealedBy(sealed: string): string | undefined;
