import { InputError } from '../../errors/index.js'
import { describeIssues } from './issues.js'
import type { StandardSchema } from './standard-schema.js'

/**
 * Parses a value with a schema of any library that speaks Standard Schema: zod 3.24 and newer, zod 4, valibot, arktype.
 * The error says where and what to send instead; values of the input that a library put into its messages are taken
 * out again, and so are control and invisible characters.
 *
 * Schemas of most libraries drop members they do not know. To refuse them, use `z.strictObject`, or {@link strictKeys}.
 *
 * @throws {InputError} with one problem for each issue, at most ten; inside a tool the SDKs make it an `isError` result
 * @see F-74, TL-01, SEP-1303
 * @example
 * ```ts
 * import { parseInput } from '@sallyport/core/inputs'
 * import * as z from 'zod/mini'
 *
 * const Transfer = z.strictObject({ to: z.string(), cents: z.int().check(z.positive()) })
 * const { to, cents } = await parseInput(Transfer, { to: 'DE02', cents: 500 })
 * console.log(to, cents)
 * ```
 */
export async function parseInput<Output>(schema: StandardSchema<Output>, value: unknown): Promise<Output> {
  const result = await schema['~standard'].validate(value)
  if (result.issues === undefined) return result.value
  throw new InputError('Invalid input.', { reason: 'input_invalid', problems: describeIssues(result.issues, value) })
}
