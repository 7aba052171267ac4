import { ConfigError } from '../../errors/index.js'
import type { InputCheck } from './types.js'

/** Long lists are not repeated to a client. */
const MAX_SHOWN = 20

/**
 * Creates a check that lets listed names through and nothing else: exactly as listed, letter case included.
 *
 * @param names none is refused as a mistake
 * @throws {ConfigError} without names, or with an empty one
 * @see F-72, F-74
 * @example
 * ```ts
 * import { allowNames } from '@sallyport/core/inputs'
 *
 * const column = allowNames(['title', 'created'])
 * console.log(column('title').ok, column('password').ok) // true false
 * ```
 */
export function allowNames<const Name extends string>(
  names: readonly Name[],
): (value: unknown) => InputCheck<Name, 'not_listed'> {
  if (names.length === 0 || names.includes('' as Name)) {
    throw new ConfigError({ option: 'allowNames: names', problem: 'a name is missing.', fix: 'List what is allowed.' })
  }
  const listed: ReadonlySet<unknown> = new Set(names)
  const shown = names.slice(0, MAX_SHOWN).join(', ')
  const message = names.length > MAX_SHOWN ? 'The name is not allowed.' : `Use one of: ${shown}.`
  return (value) =>
    listed.has(value) ? { ok: true, value: value as Name } : { ok: false, problem: 'not_listed', message }
}

/**
 * Reads a name for things that are created on request, where there is no list: a letter or `_`, then letters, digits
 * and `_`, all of ASCII. Nothing in it has a meaning in SQL, shells, paths, templates or markup.
 *
 * @param maxLength default 63, what PostgreSQL keeps of an identifier
 * @see F-74
 * @example
 * ```ts
 * import { checkIdentifier } from '@sallyport/core/inputs'
 *
 * console.log(checkIdentifier('weekly_report').ok, checkIdentifier('a; b').ok) // true false
 * ```
 */
export function checkIdentifier(value: unknown, maxLength = 63): InputCheck<string, 'identifier'> {
  if (typeof value === 'string' && value.length <= maxLength && /^[A-Za-z_][A-Za-z0-9_]*$/.test(value)) {
    return { ok: true, value }
  }
  const message = `Use 1 to ${maxLength} letters, digits and "_", beginning with a letter or "_".`
  return { ok: false, problem: 'identifier', message }
}
