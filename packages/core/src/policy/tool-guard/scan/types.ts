/** How bad a finding is. `medium` and above deserve a person's eyes before the tool is used. */
export type ScanSeverity = 'none' | 'low' | 'medium' | 'high' | 'critical'

/** One place of a definition that a rule objects to. */
export interface ScanFinding {
  /** Stable id of the rule, see {@link ScanRule}. */
  readonly rule: string
  readonly severity: Exclude<ScanSeverity, 'none'>
  /** JSON Pointer (RFC 6901) into the definition; ends in the key itself when a key is the culprit. */
  readonly path: string
  /** At most 160 characters around the place, with everything a reader would not see written as `\u{…}`. */
  readonly excerpt: string
  readonly message: string
}

/** What was found in one tool. */
export interface ToolScan {
  readonly name: string
  /** The worst of the findings; `none` without any. */
  readonly severity: ScanSeverity
  readonly findings: readonly ScanFinding[]
}

/** What `sallyport tools scan --json` prints. */
export interface ToolScanReport {
  readonly tools: readonly ToolScan[]
}

/** A rule as people read it. */
export interface ScanRule {
  /** Stable, kebab-case. */
  readonly id: string
  /** The severity of its findings, unless a place makes it milder. */
  readonly severity: Exclude<ScanSeverity, 'none'>
  /** One sentence; the message of its findings. */
  readonly title: string
  readonly explanation: string
  readonly fix: string
  /** A text, or the JSON of a definition, that the rule objects to. */
  readonly bad: string
  /** The same purpose without the danger. */
  readonly good: string
}

/** A rule about what sentences say: it holds when one sentence carries every concept of one of the `when` lists. */
export interface TextRule extends ScanRule {
  readonly when: readonly (readonly string[])[]
  /** A sentence that also carries one of these is not meant. */
  readonly unless?: readonly string[]
}
