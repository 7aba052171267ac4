import type { FieldChange } from './field-changes.js'
import type { Definition, Severity } from './types.js'
import type { WordRun } from './words.js'

/** One difference inside a definition. */
export interface DefinitionChange {
  /** RFC 6901 pointer into the definition; for members of sets that were removed, into the old one. */
  readonly path: string
  readonly kind: FieldChange['kind']
  readonly severity: Severity
  /** One sentence: why it matters. */
  readonly note: string
  /** Absent when added. */
  readonly before?: unknown
  /** Absent when removed. */
  readonly after?: unknown
  /** Word by word, where a text became another text. */
  readonly words?: readonly WordRun[]
}

/** A definition that was not there before, or is no longer. */
export interface LoneDefinition {
  readonly name: string
  readonly severity: Severity
  readonly note: string
  readonly definition: Definition
}

/** A definition that is another one under the same name. */
export interface ChangedDefinition {
  readonly name: string
  readonly severity: Severity
  readonly changes: readonly DefinitionChange[]
}

/** The same schema and description under another name. */
export interface RenamedDefinition {
  readonly from: string
  readonly to: string
  readonly severity: Severity
  /** What differs besides the name; the name too, if it is `high` or worse. */
  readonly changes: readonly DefinitionChange[]
}

/** A name that stands more than once in one list: nobody can tell which definition a call reaches. */
export interface DuplicatedDefinition {
  readonly name: string
  readonly side: 'before' | 'after'
  readonly count: number
  readonly severity: Severity
}

/** What changed between two lists of definitions. Every list is sorted by name. */
export interface DefinitionDiff {
  readonly added: readonly LoneDefinition[]
  readonly removed: readonly LoneDefinition[]
  readonly changed: readonly ChangedDefinition[]
  readonly renamed: readonly RenamedDefinition[]
  readonly duplicated: readonly DuplicatedDefinition[]
}

/** What a scanner says of a definition; only findings that are new raise the severity of a change. */
export interface DiffFinding {
  /** What kind of finding it is; else its message says so. */
  readonly rule?: string
  readonly path: string
  readonly severity: Severity
  readonly message: string
}

/** `scanTools`, or what answers like it: what it objects to in each definition, or piece of one, in their order. */
export type DiffScan = (definitions: readonly unknown[]) => {
  readonly tools: readonly { readonly findings: readonly DiffFinding[] }[]
}

/** Options of {@link diffTools}. */
export interface DiffOptions {
  /**
   * Reads the definitions before and after: what it finds only after raises the severity of the change, to `critical` for
   * a hidden instruction. Pass `scanTools`. Without it nobody reads new words, and all of them are `high` unless they are
   * corrected spelling; the scanner is large, and is not bundled where it is not named.
   */
  readonly scan?: DiffScan
}
