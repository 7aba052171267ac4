import { OFFLINE_ACCESS, sortScopes } from '../../foundation/index.js'

/** What of a request may be granted. */
export interface GrantableScopes {
  /** Sorted, without `offline_access`; never more than was requested. */
  readonly scopes: readonly string[]
  /** `offline_access` was requested: shown on the page, part of the grant, never in an access token. */
  readonly offline: boolean
  /** Requested, but unknown here. When there are some, the token response must carry `scope` (AS-39). */
  readonly refused: readonly string[]
}

/**
 * Reduces a request to what the configuration knows: the intersection, nothing implied, nothing added.
 * An empty `scopes` with a non-empty `refused` is for the caller to answer with `invalid_scope`.
 *
 * @param requested from `parseScope`
 * @param configured scopes that may be granted at all; what a client registered is a default, never a ceiling
 * @example
 * ```ts
 * import { grantableScopes, parseScope } from '@sallyport/core/scopes'
 *
 * const requested = parseScope('notes:read notes:erase offline_access') ?? []
 * console.log(grantableScopes(requested, ['notes:read', 'notes:write']))
 * // { scopes: ['notes:read'], offline: true, refused: ['notes:erase'] }
 * ```
 */
export function grantableScopes(requested: readonly string[], configured: readonly string[]): GrantableScopes {
  const wanted = sortScopes(requested).filter((scope) => scope !== OFFLINE_ACCESS)
  return {
    scopes: wanted.filter((scope) => configured.includes(scope)),
    offline: requested.includes(OFFLINE_ACCESS),
    refused: wanted.filter((scope) => !configured.includes(scope)),
  }
}
