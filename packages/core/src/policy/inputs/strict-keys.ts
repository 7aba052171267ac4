import { ConfigError } from '../../errors/index.js'
import type { StandardIssue, StandardSchema } from './standard-schema.js'

/** Where libraries keep the members of an object schema: zod has `shape`, valibot `entries`. */
interface WithMembers {
  readonly shape?: unknown
  readonly entries?: unknown
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/**
 * Makes an object schema refuse members it does not know, instead of dropping them: a misspelt optional argument is then
 * an error the client can correct. For the outermost object; inside, use what your library has (`z.strictObject`).
 *
 * @throws {ConfigError} when the members of the schema cannot be seen (neither `shape` nor `entries`)
 * @see F-74
 * @example
 * ```ts
 * import { parseInput, strictKeys } from '@sallyport/core/inputs'
 * import * as z from 'zod/mini'
 *
 * const Search = strictKeys(z.object({ query: z.string(), limit: z.optional(z.int()) }))
 * await parseInput(Search, { query: 'milk', limt: 5 }).catch((error: Error) => console.log(error.message))
 * ```
 */
export function strictKeys<Output>(schema: StandardSchema<Output>): StandardSchema<Output> {
  const { shape, entries } = schema as WithMembers
  const members = isObject(shape) ? shape : entries
  if (!isObject(members)) {
    throw new ConfigError({
      option: 'strictKeys: schema',
      problem: 'its members cannot be seen.',
      fix: 'Pass an object schema of zod or valibot, or use the strict objects of your library.',
    })
  }
  const known = new Set(Object.keys(members))
  const shown = [...known].slice(0, 20).join(', ') || 'none'
  const standard = schema['~standard']
  return {
    '~standard': {
      ...standard,
      validate(value) {
        if (!isObject(value) || Array.isArray(value)) return standard.validate(value)
        const issues: StandardIssue[] = Object.keys(value)
          .filter((key) => !known.has(key))
          .map((key) => ({ path: [key], message: `There is no such member. Known are: ${shown}.` }))
        return issues.length > 0 ? { issues } : standard.validate(value)
      },
    },
  }
}
