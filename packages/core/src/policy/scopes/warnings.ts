/** Words that mean "everything" in scopes seen in the wild. */
const OMNIBUS = /^(?:all|any|everything|full|root|superuser|full[-_.]?(?:access|control)|all[-_.]?access)$/i

/** A scope that says too much, and why. */
export interface ScopeWarning {
  readonly scope: string
  readonly problem: string
}

/**
 * Finds wildcard and catch-all scopes (RS-10): whoever steals one token then holds everything.
 *
 * @example
 * ```ts
 * import { scopeWarnings } from '@sallyport/core/scopes'
 *
 * console.log(scopeWarnings(['notes:read', 'notes:*']).map((warning) => warning.scope)) // ['notes:*']
 * ```
 */
export function scopeWarnings(scopes: readonly string[]): readonly ScopeWarning[] {
  return scopes.flatMap((scope) => {
    if (scope.includes('*')) return [{ scope, problem: 'a wildcard grants what does not exist yet' }]
    return OMNIBUS.test(scope) ? [{ scope, problem: 'a catch-all scope cannot be granted in part' }] : []
  })
}
