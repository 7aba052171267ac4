import * as z from 'zod/mini'
import type { AuditSink } from '../../../audit/index.js'
import { parseOptions } from '../../../foundation/index.js'
import {
  createSanitizer,
  defangMarkdown,
  type DefangOptions,
  type SanitizeOptions,
} from '../../../policy/output/index.js'
import type { SpotlightMode } from '../../../policy/spotlight/index.js'
import {
  readContentPolicy,
  type ContentClassifier,
  type ContentPolicy,
} from '../../../services/content-safety/index.js'
import type { GuardedSource, GuardResultsOptions, SchemaCompiler } from './types.js'

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const has =
  (method: string) =>
  (value: unknown): boolean =>
    isObject(value) && method in value && typeof (value as Record<string, unknown>)[method] === 'function'

const mode = z.enum(['delimit', 'datamark', 'encode'])
const Spotlight = z.strictObject({
  mode: z._default(mode, 'delimit'),
  leaves: z._default(z.enum(['all', 'prose']), 'all'),
  of: z._default(z.readonly(z.array(z.enum(['tools', 'resources', 'prompts']))), ['tools', 'resources']),
})

const Options = z.strictObject({
  classifier: z.exactOptional(z.custom<ContentClassifier>(has('classify'), 'expected a classifier')),
  policy: z._default(z.custom<ContentPolicy>(isObject), {}),
  spotlight: z._default(z.union([z.literal(false), mode, Spotlight]), 'delimit'),
  sanitize: z._default(
    z.union([z.literal(false), z.custom<Exclude<GuardResultsOptions['sanitize'], false>>(isObject)]),
    {},
  ),
  redact: z.exactOptional(
    z.custom<(text: string) => string>((value) => typeof value === 'function', 'expected a function'),
  ),
  maxBytes: z._default(z.int().check(z.minimum(64)), 1_048_576),
  outputSchema: z.exactOptional(z.custom<SchemaCompiler>(has('compileSchema'), 'expected a compileSchema')),
  trustedTools: z._default(z.readonly(z.array(z.string())), []),
  preamble: z._default(z.boolean(), true),
  audit: z._default(z.readonly(z.array(z.custom<AuditSink>(has('write'), 'expected sinks'))), []),
})

/** Options, read once. */
export interface ResultSettings {
  readonly classifier: ContentClassifier | undefined
  readonly policy: Readonly<Required<ContentPolicy>>
  readonly mode: SpotlightMode
  readonly leaves: 'all' | 'prose'
  readonly marked: ReadonlySet<GuardedSource>
  /** Sanitises and redacts a text. */
  readonly clean: (text: string) => string
  readonly maxBytes: number
  readonly outputSchema: SchemaCompiler | undefined
  readonly trustedTools: ReadonlySet<string>
  readonly preamble: boolean
  readonly audit: readonly AuditSink[]
}

function cleaner(sanitize: SanitizeOptions & { markdown?: DefangOptions }): (text: string) => string {
  const { markdown, ...characters } = sanitize
  const withoutHidden = createSanitizer(characters)
  if (markdown === undefined) return withoutHidden
  defangMarkdown('', markdown)
  return (text) => defangMarkdown(withoutHidden(text), markdown)
}

/** @throws {ConfigError} when an option is wrong */
export function readResultOptions(options: GuardResultsOptions): ResultSettings {
  const parsed = parseOptions('guardResults', Options, options)
  const { spotlight, sanitize, redact = (text: string) => text } = parsed
  const marking =
    typeof spotlight === 'object' ? spotlight : Spotlight.parse(spotlight === false ? { of: [] } : { mode: spotlight })
  const sanitized = sanitize === false ? (text: string) => text : cleaner({ ...sanitize })
  return Object.freeze({
    classifier: parsed.classifier,
    policy: readContentPolicy({ ...parsed.policy }),
    mode: marking.mode,
    leaves: marking.leaves,
    marked: new Set(marking.of),
    clean: (text: string) => redact(sanitized(text)),
    maxBytes: parsed.maxBytes,
    outputSchema: parsed.outputSchema,
    trustedTools: new Set(parsed.trustedTools),
    preamble: parsed.preamble,
    audit: [...parsed.audit],
  })
}
