// @sallyport/cli
export declare class RefusedError extends Error {
    readonly name = "RefusedError";
    readonly problem: string;
    readonly fix: string;
    constructor(problem: string, fix: string, options?: ErrorOptions);
}
export interface RetireOptions {
    readonly reencrypted?: boolean;
    readonly unsafelyLogPeopleOut?: boolean;
}
export interface RotateOptions {
    readonly purposes?: readonly KeyPurpose[];
    readonly leadMs?: number;
    readonly keepMs?: number;
    readonly alg?: SigningAlgorithm;
}
export interface RotatedKey {
    readonly purpose: KeyPurpose;
    readonly kid: string;
    readonly sinceMs: number;
    readonly before: readonly {
        readonly kid: string;
        readonly untilMs: number | undefined;
    }[];
}
export interface Rotation {
    readonly file: KeyFile;
    readonly rotated: readonly RotatedKey[];
}
export declare function retireExpired(file: KeyFile, clock?: Clock): {
    readonly file: KeyFile;
    readonly kids: readonly string[];
};
export declare function retireKey(file: KeyFile, kid: string, options?: RetireOptions, clock?: Clock): KeyFile;
export declare function rotateKeys(file: KeyFile, options?: RotateOptions, clock?: Clock): Promise<Rotation>;
// not exported, but part of the signatures above
interface Clock {
    nowMs(): number;
}
interface Clock {
    nowMs(): number;
    randomBytes(length: number): Uint8Array<ArrayBuffer>;
}
