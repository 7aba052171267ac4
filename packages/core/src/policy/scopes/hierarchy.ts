import { ConfigError } from '../../errors/index.js'
import { sortScopes } from '../../foundation/index.js'

/** For each scope that implies others: all of them, through every step. */
export type ScopeHierarchy = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Works out what every scope implies in the end.
 *
 * @param implies for each scope the scopes directly below it
 * @throws {ConfigError} when a scope implies itself through others
 * @example
 * ```ts
 * import { createScopeHierarchy, satisfies } from '@sallyport/core/scopes'
 *
 * const hierarchy = createScopeHierarchy(new Map([['write', ['read']]]))
 * console.log(satisfies(['write'], ['read'], hierarchy)) // true
 * ```
 */
export function createScopeHierarchy(implies: ReadonlyMap<string, readonly string[]>): ScopeHierarchy {
  const closed = new Map<string, ReadonlySet<string>>()
  const close = (scope: string, path: readonly string[]): ReadonlySet<string> => {
    const known = closed.get(scope)
    if (known !== undefined) return known
    if (path.includes(scope)) throw cycle([...path, scope])
    const below = new Set<string>()
    for (const next of implies.get(scope) ?? []) {
      below.add(next)
      for (const further of close(next, [...path, scope])) below.add(further)
    }
    closed.set(scope, below)
    return below
  }
  for (const scope of implies.keys()) close(scope, [])
  return closed
}

function cycle(path: readonly string[]): ConfigError {
  return new ConfigError({
    option: 'scopes',
    problem: `${path.join(' implies ')}, a circle.`,
    fix: 'Let the broader scope imply the narrower one, and not the other way round.',
  })
}

/**
 * The required scopes that the granted ones do not cover, sorted; a broad scope covers what it implies (RS-63).
 *
 * @example
 * ```ts
 * import { createScopeCatalogue, missingScopes } from '@sallyport/core/scopes'
 *
 * const { hierarchy } = createScopeCatalogue({ admin: { description: 'All', implies: ['read'] }, read: 'Read notes' })
 * console.log(missingScopes(['admin'], ['read', 'write'], hierarchy)) // ['write']
 * ```
 */
export function missingScopes(
  granted: readonly string[],
  required: readonly string[],
  hierarchy?: ScopeHierarchy,
): readonly string[] {
  return sortScopes(required.filter((scope) => !covers(granted, scope, hierarchy)))
}

/**
 * True when every required scope is granted, by itself or through a broader one (RS-63).
 *
 * @example
 * ```ts
 * import { satisfies } from '@sallyport/core/scopes'
 *
 * console.log(satisfies(['notes:read'], ['notes:read', 'notes:write'])) // false
 * ```
 */
export function satisfies(
  granted: readonly string[],
  required: readonly string[],
  hierarchy?: ScopeHierarchy,
): boolean {
  return required.every((scope) => covers(granted, scope, hierarchy))
}

function covers(granted: readonly string[], scope: string, hierarchy: ScopeHierarchy | undefined): boolean {
  if (granted.includes(scope)) return true
  return hierarchy !== undefined && granted.some((broad) => hierarchy.get(broad)?.has(scope) === true)
}
