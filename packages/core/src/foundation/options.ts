import type * as z from 'zod/mini'
import { ConfigError } from '../errors/index.js'

/**
 * Parses options once and freezes the result: a later change by the caller has no effect.
 *
 * @param owner name of the function that takes the options, shown in the error
 * @throws {ConfigError} naming the first wrong option
 */
export function parseOptions<Schema extends z.ZodMiniType>(
  owner: string,
  schema: Schema,
  options: unknown,
): Readonly<z.output<Schema>> {
  const result = schema.safeParse(options)
  if (result.success) return Object.freeze(result.data)
  const issue = result.error.issues[0]
  const path = issue?.path.map(String).join('.') ?? ''
  const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys : []
  const option = unknownKeys.length > 0 ? [path, unknownKeys[0]].filter(Boolean).join('.') : path || owner
  const [first] = issue?.path ?? []
  const isListed = 'shape' in schema && Object.hasOwn(schema.shape as object, first ?? '')
  throw new ConfigError({
    option: `${owner}: ${option}`,
    // The options reference has a row for each option by name; what callers name themselves has none.
    anchor: isListed ? `${owner}.${String(first)}` : owner,
    problem: unknownKeys.length > 0 ? 'there is no such option.' : `${issue?.message ?? 'invalid value'}.`,
    fix:
      unknownKeys.length > 0
        ? 'Remove it, or check its spelling.'
        : 'See the options reference for the accepted values.',
  })
}
