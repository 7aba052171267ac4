import { InputError } from '@sallyport/core/errors'
import type { SqlDialect } from './types.js'

/**
 * Quotes the name of a column or table for SQL that you write yourself: a name cannot be a parameter. It has to be
 * listed, so that quoting is the second wall and not the first.
 *
 * @param allowed names as they are in the database
 * @throws {InputError} for any other name; the message lists what is allowed
 * @see F-72
 * @example
 * ```ts
 * import { quoteIdentifier } from '@sallyport/guards/sql'
 *
 * const column = quoteIdentifier('created', { dialect: 'postgres', allowed: ['title', 'created'] })
 * console.log(`SELECT * FROM notes ORDER BY ${column}`)
 * ```
 */
export function quoteIdentifier(
  name: unknown,
  { dialect, allowed }: { readonly dialect: SqlDialect; readonly allowed: readonly string[] },
): string {
  const listed = allowed.find((one) => one === name)
  if (listed === undefined || listed === '' || listed.includes('\0')) {
    throw new InputError(`Use one of: ${allowed.slice(0, 20).join(', ')}.`, { reason: 'sql_identifier' })
  }
  const quote = dialect === 'mysql' ? '`' : '"'
  return `${quote}${listed.replaceAll(quote, quote + quote)}${quote}`
}
