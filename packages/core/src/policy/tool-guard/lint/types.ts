import type { ScanFinding, ScanRule } from '../scan/types.js'

/** A rule of {@link lintDefinitions}; its findings have the form of the scanner’s. */
export type LintRule = Pick<ScanRule, 'id' | 'severity' | 'title' | 'fix'> & {
  /** Requirement that it comes from. */
  readonly source: string
}

/** What a check hands over: the rule by its id, the place, and the text that is objected to. */
export interface Objection {
  readonly rule: string
  readonly path: readonly string[]
  readonly text?: string
}

/** Options of {@link lintDefinitions}. */
export interface LintOptions {
  /** Origin of the server, for example `https://notes.example`: icons of others are objected to. */
  readonly origin?: string
}

export type LintFinding = ScanFinding
