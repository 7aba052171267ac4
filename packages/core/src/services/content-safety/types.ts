import type { Severity } from '../../policy/tool-guard/index.js'

/** Where a text comes from; detectors ask for other things in each. */
export type ContentKind = 'tool_definition' | 'tool_result' | 'prompt'

export interface ContentItem {
  readonly text: string
  readonly kind: ContentKind
}

/** One thing that a detector objects to. Holds nothing of the text. */
export interface ContentFinding {
  /** For example `override-instructions`, `prompt_injection`, `Violence`, `blocklist/names`. */
  readonly category: string
  readonly severity: Severity
  /** How sure the detector is, from 0 to 1, where it says. */
  readonly score?: number
  /** Who says so: `local`, `azure.shieldPrompt`, `azure.analyze`. */
  readonly detector: string
}

/** What was found in one text; nothing is an empty list. */
export interface ContentVerdict {
  readonly findings: readonly ContentFinding[]
}

/** Judges texts. Scanner and guards take any of these. */
export interface ContentClassifier {
  /**
   * @returns one verdict for each item, in order
   * @throws {ClassifierError} when there is no verdict, whatever the reason; the reason of `signal` when the caller gave up
   */
  classify(items: readonly ContentItem[], signal?: AbortSignal): Promise<readonly ContentVerdict[]>
}
