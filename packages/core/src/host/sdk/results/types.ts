import type { AuditSink } from '../../../audit/index.js'
import type { DefangOptions, SanitizeOptions } from '../../../policy/output/index.js'
import type { SpotlightMode } from '../../../policy/spotlight/index.js'
import type { ContentClassifier, ContentPolicy } from '../../../services/content-safety/index.js'

/** What a validator objects to. */
export interface SchemaProblem {
  /** JSON Pointer into the value. */
  readonly path: string
  readonly message: string
}

/** Port of JSON Schema. `@sallyport/guards/json-schema` has an implementation; the one of an SDK fits in a few lines. */
export interface SchemaCompiler {
  /** @throws when the schema is none, or not of a dialect that is known */
  compileSchema(schema: unknown): (value: unknown) => true | readonly SchemaProblem[]
}

/** What results are marked for. */
export type GuardedSource = 'tools' | 'resources' | 'prompts'

export interface ResultSpotlight {
  /** Default `delimit`. */
  readonly mode?: SpotlightMode
  /** Strings of `structuredContent`: all, or all that are more than a word. Default `all`. */
  readonly leaves?: 'all' | 'prose'
  /** Default tools and resources. Prompts are what a person chose to say; mark them where strangers write in them. */
  readonly of?: readonly GuardedSource[]
}

export interface GuardResultsOptions {
  /** Judges what tools, resources and prompts give. Default: nobody does. */
  readonly classifier?: ContentClassifier
  /** What becomes of content, by the gravest finding, and when the classifier failed. Default as in {@link ContentPolicy}. */
  readonly policy?: ContentPolicy
  /** Marks content as data. Default `delimit`; `false` marks only what the policy says. */
  readonly spotlight?: SpotlightMode | ResultSpotlight | false
  /**
   * Takes out control and hidden characters; with `markdown`, images and links to hosts that are not allowed, and HTML.
   * Default on, without `markdown`.
   */
  readonly sanitize?: (Omit<SanitizeOptions, 'maxBytes'> & { readonly markdown?: DefangOptions }) | false
  /** Takes secrets out of a text: `redactSecrets` of `@sallyport/guards/redaction`, or any other. Default none. */
  readonly redact?: (text: string) => string
  /**
   * Texts of one result together, in bytes of UTF-8, and its structured content by itself. What is longer is cut, with a
   * note; structured content is withheld. At least 64. Default 1 048 576 (1 MiB).
   */
  readonly maxBytes?: number
  /** Compares structured results with the `outputSchema` of their tool (TL-06). Default: nobody does. */
  readonly outputSchema?: SchemaCompiler
  /** Tools whose results are our own words: neither judged nor marked, but sanitised, redacted and cut. Default none. */
  readonly trustedTools?: readonly string[]
  /** Tells the model in the server's instructions what the marks mean. Default `true`, while something is marked. */
  readonly preamble?: boolean
  /** Where audit events go. Default: nowhere. */
  readonly audit?: readonly AuditSink[]
}
