/** A package of a tree that npm resolved. */
export interface PinnedPackage {
  /** Where it lies, for example `node_modules/zod`; nested copies have a longer way. */
  readonly at: string
  /** Name in the registry; another one than that of the folder when it is an alias. */
  readonly name: string
  readonly version: string
  /** `sha512-` and base64, of the tarball. */
  readonly integrity: string
  /** Needed on some platforms only, as `os`, `cpu` and `libc` say. */
  readonly optional?: true | undefined
  readonly os?: readonly string[] | undefined
  readonly cpu?: readonly string[] | undefined
  readonly libc?: readonly string[] | undefined
}

/** A server that comes as an npm package: its tarball and those of everything below it. */
export interface NpmSource {
  readonly package: string
  /** Exact. */
  readonly version: string
  /** `sha512-` and base64, of the tarball. */
  readonly integrity: string
  /** The file inside the package that Node starts. */
  readonly script: string
  /** All its dependencies, by place. */
  readonly packages: readonly PinnedPackage[]
}

/** A file that takes part in the start. */
export interface PinnedFile {
  /** Absolute, or relative to the folder of the manifest. */
  readonly path: string
  /** Hex, as `sha256sum` prints it. */
  readonly sha256: string
}

/** Where a secret comes from. It is never in the manifest. */
export type SecretSource = ({ readonly env: string } | { readonly file: string }) & {
  /** In characters. Default 16. */
  readonly minLength?: number | undefined
}

/** Which arguments a start may add to those of the manifest: none, those without a dash in front, or any. */
export type ExtraArguments = 'none' | 'values' | 'any'

/** Who answers for an entry. */
export interface TrustApproval {
  readonly by: string
  /** UTC, ISO 8601. */
  readonly at: string
  readonly reason: string
  /** Rules of the dangers that were accepted. */
  readonly dangers: readonly string[]
  /** Digest of the entry: one that was changed since is approved by nobody. */
  readonly entry: string
}

interface EntryRules {
  /** Letters, digits, `.`, `_` and `-`. */
  readonly name: string
  readonly extraArgs: ExtraArguments
  /** Absolute, or relative to the folder of the manifest. Without it the server gets an empty folder of its own. */
  readonly cwd?: string | undefined
  /** Variables that are passed on. All others are withheld. */
  readonly env: readonly string[]
  /** Variables with fixed values. */
  readonly set?: Readonly<Record<string, string>> | undefined
  readonly secrets?: Readonly<Record<string, SecretSource>> | undefined
  /** Absent until somebody has approved. */
  readonly approval?: TrustApproval | undefined
}

export interface NpmEntry extends EntryRules {
  readonly npm: NpmSource
  /** Arguments of the server. */
  readonly args: readonly string[]
}

export interface FileEntry extends EntryRules {
  /** Program and arguments, never a shell line. The program is `node` or one of `files`. */
  readonly command: readonly string[]
  readonly files: readonly PinnedFile[]
}

/** A server that may be started, and what it must be. */
export type TrustEntry = NpmEntry | FileEntry

/** The content of `mcp-servers.trust.json` (F-56). */
export interface TrustManifest {
  readonly version: 1
  readonly servers: readonly TrustEntry[]
}
