// @sallyport/cli
export type ExtraArguments = 'none' | 'values' | 'any';
export interface FileEntry extends EntryRules {
    readonly command: readonly string[];
    readonly files: readonly PinnedFile[];
}
export interface NpmEntry extends EntryRules {
    readonly npm: NpmSource;
    readonly args: readonly string[];
}
export interface NpmSource {
    readonly package: string;
    readonly version: string;
    readonly integrity: string;
    readonly script: string;
    readonly packages: readonly PinnedPackage[];
}
export interface PinnedFile {
    readonly path: string;
    readonly sha256: string;
}
export interface PinnedPackage {
    readonly at: string;
    readonly name: string;
    readonly version: string;
    readonly integrity: string;
    readonly optional?: true | undefined;
    readonly os?: readonly string[] | undefined;
    readonly cpu?: readonly string[] | undefined;
    readonly libc?: readonly string[] | undefined;
}
export declare class RefusedError extends Error {
    readonly name: string;
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
export type SecretSource = ({
    readonly env: string;
} | {
    readonly file: string;
}) & {
    readonly minLength?: number | undefined;
};
export interface TrustApproval {
    readonly by: string;
    readonly at: string;
    readonly reason: string;
    readonly dangers: readonly string[];
    readonly entry: string;
}
export type TrustEntry = NpmEntry | FileEntry;
export interface TrustManifest {
    readonly version: 1;
    readonly servers: readonly TrustEntry[];
}
export interface TrustedServer {
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly cwd: string;
    readonly dangers: readonly ScanFinding[];
    close(): Promise<void>;
}
export declare class UntrustedError extends RefusedError {
    readonly name = "UntrustedError";
    readonly reason: UntrustedReason;
    constructor(reason: UntrustedReason, problem: string, fix: string, options?: ErrorOptions);
}
export type UntrustedReason = 'manifest_missing' | 'manifest_invalid' | 'unknown_server' | 'not_approved' | 'changed_after_approval' | 'new_danger' | 'unsigned' | 'bad_signature' | 'integrity_mismatch' | 'cache_changed' | 'unsafe_folder' | 'not_cached' | 'fetch_failed' | 'unpinned_dependency' | 'bad_archive' | 'too_large' | 'script_missing' | 'wrong_platform' | 'file_missing' | 'file_changed' | 'script_without_interpreter' | 'arguments_not_allowed' | 'secret_refused' | 'cannot_start';
export interface VerifyTrustedOptions extends UnpackLimits {
    readonly base?: string | undefined;
    readonly extraArgs?: readonly string[] | undefined;
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
    readonly cacheDirectory?: string | undefined;
    readonly offline?: boolean | undefined;
}
export declare function assertManifestSigned(manifest: TrustManifest, signature: string | undefined, trusted: readonly JWK[]): Promise<string>;
export declare function findDangers(entry: TrustEntry, base: string): readonly ScanFinding[];
export declare function parseTrustManifest(text: string | Uint8Array): TrustManifest;
export declare function printTrustManifest({ version, servers }: TrustManifest): string;
export declare function retireExpired(file: KeyFile, clock?: Clock): {
    readonly file: KeyFile;
    readonly kids: readonly string[];
};
export declare function retireKey(file: KeyFile, kid: string, options?: RetireOptions, clock?: Clock): KeyFile;
export declare function rotateKeys(file: KeyFile, options?: RotateOptions, clock?: Clock): Promise<Rotation>;
export declare function signTrustManifest(manifest: TrustManifest, key: JWK): Promise<string>;
export declare function verifyTrusted(manifest: TrustManifest, name: string, options?: VerifyTrustedOptions): Promise<TrustedServer>;
// not exported, but part of the signatures above
interface Clock {
    nowMs(): number;
}
interface Clock {
    nowMs(): number;
    randomBytes(length: number): Uint8Array<ArrayBuffer>;
}
interface EntryRules {
    readonly name: string;
    readonly extraArgs: ExtraArguments;
    readonly cwd?: string | undefined;
    readonly env: readonly string[];
    readonly set?: Readonly<Record<string, string>> | undefined;
    readonly secrets?: Readonly<Record<string, SecretSource>> | undefined;
    readonly approval?: TrustApproval | undefined;
}
export interface UnpackLimits {
    readonly maxUnpackedBytes?: number | undefined;
    readonly maxUnpackedEntries?: number | undefined;
}
