import type { CompileSchema } from '@sallyport/core/inputs'
import { assertKnown, count } from '../options.js'
import { evaluate, nothingSeen } from './evaluate.js'
import { isObject, type Schema } from './keywords.js'
import { createRun, TooMuchWork } from './run.js'
import { schemaError } from './schema-error.js'
import { vet } from './vet.js'

export interface SchemaLimits {
  /** Levels of schemas in schemas. Default 32. */
  readonly maxDepth?: number
  /** Schemas in a schema, itself included. Default 1000. */
  readonly maxSubschemas?: number
  /** What checking a value may cost: one for each schema at each place, for each compared value and for 16 characters a small pattern reads. Default 100 000. */
  readonly maxSteps?: number
  /** Problems that are reported. Default 10. */
  readonly maxProblems?: number
}

const OWNER = 'createSchemaCompiler'

/** A copy that nobody else holds; `undefined` for what is no JSON. */
function copyOf(schema: unknown): unknown {
  try {
    const text: unknown = JSON.stringify(schema)
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

/**
 * Creates the port `compileSchema` of `@sallyport/core/inputs`: JSON Schema 2020-12 without generated code.
 *
 * A schema is read completely first. It is refused when it is no object, of another dialect than 2020-12 or draft-07, too
 * deep or too large, when a reference leads out of it or nowhere, or when a pattern is no regular expression of ECMA-262, is
 * more than one (looking around, back references), or all together take too long to compile. Patterns run on RE2. A value
 * that takes more than `maxSteps` is refused, so the time is bounded whatever the two are.
 *
 * Other documents are bundled: written into `$defs` with their `$id` (2020-12 Core §9.3). `format` and `content…` are
 * annotations and check nothing, as 2020-12 says.
 *
 * @returns takes a schema, and throws `InputError` for one that cannot be used; what it returns checks values
 * @throws {ConfigError} for wrong limits
 * @see F-55, TL-14, TL-15, TL-16
 * @example
 * ```ts
 * import { createSchemaCompiler } from '@sallyport/guards/json-schema'
 *
 * const compileSchema = createSchemaCompiler()
 * const check = compileSchema({ type: 'object', properties: { limit: { type: 'integer', maximum: 50 } } })
 * console.log(check({ limit: 500 })) // { ok: false, problems: [ { path: 'limit', message: 'Expected at most 50.' } ] }
 * ```
 */
export function createSchemaCompiler(limits: SchemaLimits = {}): CompileSchema {
  assertKnown(OWNER, limits, ['maxDepth', 'maxSubschemas', 'maxSteps', 'maxProblems'])
  const maxDepth = count(OWNER, 'maxDepth', limits.maxDepth ?? 32)
  const maxSubschemas = count(OWNER, 'maxSubschemas', limits.maxSubschemas ?? 1_000)
  const maxSteps = count(OWNER, 'maxSteps', limits.maxSteps ?? 100_000)
  const maxProblems = count(OWNER, 'maxProblems', limits.maxProblems ?? 10)
  return (schema) => {
    const copy = copyOf(schema)
    if (!isObject(copy)) throw schemaError('not_object', '', 'A schema is an object.')
    const vetted = vet(copy satisfies Schema, { maxDepth, maxSubschemas })
    return (value) => {
      const run = createRun(vetted, maxSteps, maxProblems)
      try {
        if (evaluate(vetted.root, value, '', run, nothingSeen())) return { ok: true }
        return { ok: false, problems: run.problems }
      } catch (error) {
        // Deep recursion ends at the stack at the latest.
        if (!(error instanceof TooMuchWork || error instanceof RangeError)) throw error
        return { ok: false, problems: [{ path: '', message: 'The value takes too long to check.' }] }
      }
    }
  }
}
