import * as z from 'zod/mini'
import type { Definition, DefinitionHash } from './types.js'

/** The last of 43 characters carries four bits: only 16 of them can end a genuine digest. */
const HASH = /^sha256-[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

const Hash = z.custom<DefinitionHash>((value) => typeof value === 'string' && HASH.test(value))
const Line = z.string().check(z.minLength(1), z.maxLength(2048), z.regex(/^[^\p{Cc}\u2028\u2029]*$/u))

/** Kept as it is: a copy made by a schema library would lose a member called `__proto__`, and the hash would differ. */
const AnyDefinition = z.custom<Definition>(
  (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

/** See `Approval`. */
export const ApprovalSchema = z.strictObject({ by: Line, at: z.iso.datetime(), reason: Line })

const Approvals = z.array(ApprovalSchema)

const Block = z.strictObject({
  name: z.string(),
  hash: Hash,
  definition: z.optional(AnyDefinition),
  approvals: Approvals,
})

const Blocks = z.array(Block)

/** See `LockedServer`. */
export const ServerSchema = z.strictObject({
  name: Line,
  version: z.optional(Line),
  url: z.optional(Line),
  command: z.optional(z.array(Line).check(z.minLength(1))),
})

/** See `ToolLock`. Strict: a member this version does not know is not passed over in silence. */
export const LockSchema = z.strictObject({
  version: z.literal(1),
  server: ServerSchema,
  hash: Hash,
  tools: Blocks,
  prompts: z.optional(Blocks),
  resources: z.optional(Blocks),
  resourceTemplates: z.optional(Blocks),
  instructions: z.optional(z.strictObject({ hash: Hash, text: z.optional(z.string()), approvals: Approvals })),
})
