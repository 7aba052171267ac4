import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { assertScopeName, parseOptions, sortScopes } from '../../foundation/index.js'
import { createScopeHierarchy, type ScopeHierarchy } from './hierarchy.js'

/** What a person reads on the consent page, and what the scope includes. */
export type ScopeDefinition = string | { readonly description: string; readonly implies?: readonly string[] }

/** Name of each scope and its {@link ScopeDefinition}. */
export type ScopeDefinitions = Readonly<Record<string, ScopeDefinition>>

/** All scopes this server knows, without `offline_access`. */
export interface ScopeCatalogue {
  /** Sorted. */
  readonly names: readonly string[]
  readonly hierarchy: ScopeHierarchy
  has(scope: string): boolean
  /** Text for the consent page; `undefined` for an unknown scope. */
  describe(scope: string): string | undefined
}

const Definitions = z.record(
  z.string(),
  z.union([
    z.string().check(z.minLength(1)),
    z.strictObject({
      description: z.string().check(z.minLength(1)),
      implies: z.optional(z.readonly(z.array(z.string()))),
    }),
  ]),
)

/**
 * Reads the scopes of the configuration.
 *
 * @throws {ConfigError} on a name outside the grammar of RFC 6749 §3.3, on `offline_access` (which is always offered and
 *   is no permission, RS-09), on an implied scope that is not defined, on circles
 * @example
 * ```ts
 * import { createScopeCatalogue } from '@sallyport/core/scopes'
 *
 * const scopes = createScopeCatalogue({
 *   'notes:read': 'Read your notes',
 *   'notes:write': { description: 'Change your notes', implies: ['notes:read'] },
 * })
 * console.log(scopes.names) // ['notes:read', 'notes:write']
 * ```
 */
export function createScopeCatalogue(definitions: ScopeDefinitions): ScopeCatalogue {
  const entries = Object.entries(parseOptions('scopes', Definitions, definitions))
  const descriptions = new Map<string, string>()
  const implies = new Map<string, readonly string[]>()
  for (const [name, definition] of entries) {
    assertScopeName(name, 'scopes')
    descriptions.set(name, typeof definition === 'string' ? definition : definition.description)
    if (typeof definition === 'object' && definition.implies) implies.set(name, definition.implies)
  }
  for (const [name, below] of implies) {
    for (const scope of below) if (!descriptions.has(scope)) throw unknownImplied(name, scope)
  }
  return Object.freeze({
    names: Object.freeze(sortScopes(descriptions.keys())),
    hierarchy: createScopeHierarchy(implies),
    has: (scope: string) => descriptions.has(scope),
    describe: (scope: string) => descriptions.get(scope),
  })
}

function unknownImplied(name: string, scope: string): ConfigError {
  return new ConfigError({
    option: `scopes.${name}.implies`,
    anchor: 'scopes',
    problem: `there is no scope ${JSON.stringify(scope)}.`,
    fix: 'Define it too, or check its spelling.',
  })
}
