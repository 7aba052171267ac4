import type { Definition, DefinitionHash } from './types.js'

/** Who took responsibility for a definition, when and why. */
export interface Approval {
  /** Person or account, for example `ada@example.com`. */
  readonly by: string
  /** UTC, ISO 8601, for example `2026-08-01T09:30:00Z`. */
  readonly at: string
  readonly reason: string
}

/** One definition of a lock. */
export interface LockedDefinition {
  /** Name of a tool or prompt, URI of a resource, URI template of a template. */
  readonly name: string
  readonly hash: DefinitionHash
  /** As sent. Absent where only the digest is kept: drift is found all the same, but not shown word by word. */
  readonly definition?: Definition | undefined
  /** Approvals of exactly this hash. */
  readonly approvals: readonly Approval[]
}

/** The instructions of a server. */
export interface LockedInstructions {
  readonly hash: DefinitionHash
  readonly text?: string | undefined
  readonly approvals: readonly Approval[]
}

/** Which server a lock speaks of. Compared by whoever connects, not by its own claims (TL-13). */
export interface LockedServer {
  readonly name: string
  readonly version?: string | undefined
  /** Endpoint of a remote server. */
  readonly url?: string | undefined
  /** Program and arguments of a local server. */
  readonly command?: readonly string[] | undefined
}

/** The content of `mcp-tools.lock.json`: what a server may say to a model. */
export interface ToolLock {
  readonly version: 1
  readonly server: LockedServer
  /** {@link hashSurface} of everything locked. */
  readonly hash: DefinitionHash
  readonly tools: readonly LockedDefinition[]
  readonly prompts?: readonly LockedDefinition[] | undefined
  readonly resources?: readonly LockedDefinition[] | undefined
  readonly resourceTemplates?: readonly LockedDefinition[] | undefined
  readonly instructions?: LockedInstructions | undefined
}

/** Why something is no lock. */
export type LockProblem =
  | 'malformed'
  | 'duplicate_key'
  | 'too_deep'
  | 'unknown_version'
  | 'invalid_format'
  | 'duplicate_name'
  | 'name_mismatch'
  | 'hash_mismatch'
  | 'lock_hash_mismatch'

export interface LockFailure {
  readonly ok: false
  readonly problem: LockProblem
  /** RFC 6901 pointer to the place; empty for the whole. */
  readonly path: string
}

export type LockResult = { readonly ok: true; readonly lock: ToolLock } | LockFailure
