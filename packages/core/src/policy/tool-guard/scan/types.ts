import type { ListName, Severity } from '../types.js'

/** One place of a definition that a rule objects to. */
export interface ScanFinding {
  /** Stable id of the rule, see {@link ScanRule}. */
  readonly rule: string
  /** `medium` and above deserve a person's eyes before the tool is used. */
  readonly severity: Exclude<Severity, 'none'>
  /** JSON Pointer (RFC 6901) into the definition; ends in the key itself when a key is the culprit. */
  readonly path: string
  /** At most 160 characters around the place, with everything a reader would not see written as `\u{…}`. */
  readonly excerpt: string
  readonly message: string
  /** Who says so, where it is not a rule of this scanner but the verdict of a classifier. */
  readonly detector?: string
}

/** What was found in one definition. */
export interface DefinitionScan {
  /** As its list names it: the `uri` of a resource, the `uriTemplate` of a template, else the `name`. */
  readonly name: string
  /** The worst of the findings; `none` without any. */
  readonly severity: Severity
  readonly findings: readonly ScanFinding[]
}

/** What `sallyport tools scan --json` prints. */
export interface ToolScanReport {
  readonly tools: readonly DefinitionScan[]
}

/** What was found in everything that a server says about itself. A list that it does not offer is absent. */
export interface SurfaceScanReport extends ToolScanReport {
  readonly prompts?: readonly DefinitionScan[]
  readonly resources?: readonly DefinitionScan[]
  readonly resourceTemplates?: readonly DefinitionScan[]
  /** The instructions of the server; its name is empty. */
  readonly instructions?: DefinitionScan
}

/** What a classifier says of one definition: the verdict of the port of `core/content-safety`, taken as data. */
export interface ScanVerdict {
  readonly findings: readonly {
    readonly category: string
    readonly severity: Severity
    /** From 0 to 1. */
    readonly score?: number | undefined
    readonly detector: string
  }[]
}

/** Called after each definition, so that a command line can show how far a long scan is. */
export type ScanProgress = (scanned: number, total: number) => void

/** Options of `scanTools`. */
export interface ScanToolsOptions {
  /** Verdicts of a classifier about `definitionText` of each tool, in the order of the tools. */
  readonly verdicts?: readonly (ScanVerdict | undefined)[] | undefined
  readonly progress?: ScanProgress | undefined
}

/** Options of `scanSurface`: verdicts in the order of each list. */
export interface ScanSurfaceOptions {
  readonly verdicts?:
    | {
        readonly [List in ListName]?: readonly (ScanVerdict | undefined)[] | undefined
      }
    | undefined
  /** The verdict about the instructions. */
  readonly instructionsVerdict?: ScanVerdict | undefined
  readonly progress?: ScanProgress | undefined
}

/** A rule as people read it. */
export interface ScanRule {
  /** Stable, kebab-case. */
  readonly id: string
  /** The severity of its findings, unless a place makes it milder. */
  readonly severity: Exclude<Severity, 'none'>
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
  /** Documentation has the same words: in a sentence that is worded like it, a finding is of low severity. */
  readonly mildInDocumentation?: true
}
