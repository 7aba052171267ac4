import { ConfigError } from '../errors/index.js'

/** `scope-token`, RFC 6749 §3.3: visible ASCII without `"` and `\`. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/** Asks for a refresh token (OpenID Connect Core §11); a wish about the grant, not a permission at the resource. */
export const OFFLINE_ACCESS = 'offline_access'

/**
 * Case-sensitive: `Read` and `read` are two scopes (requirement RS-68).
 *
 * @example
 * ```ts
 * import { isScopeToken } from '@sallyport/core/scopes'
 *
 * console.log(isScopeToken('notes:read'), isScopeToken('notes read')) // true false
 * ```
 */
export function isScopeToken(text: string): boolean {
  return SCOPE_TOKEN.test(text)
}

/**
 * Each scope once, in the order of code units: the same set always gives the same list (requirement RS-64).
 *
 * @example
 * ```ts
 * import { sortScopes } from '@sallyport/core/scopes'
 *
 * console.log(sortScopes(['b', 'a', 'b'])) // ['a', 'b']
 * ```
 */
export function sortScopes(scopes: Iterable<string>): readonly string[] {
  return [...new Set(scopes)].sort()
}

/**
 * Reads a `scope` parameter or claim: tokens separated by single spaces, RFC 6749 §3.3.
 *
 * @returns the scopes, sorted, each once; empty for an absent or empty parameter; `undefined` when malformed
 * @example
 * ```ts
 * import { parseScope } from '@sallyport/core/scopes'
 *
 * console.log(parseScope('write read')) // ['read', 'write']
 * ```
 */
export function parseScope(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || text === '') return []
  const scopes = text.split(' ')
  return scopes.every(isScopeToken) ? sortScopes(scopes) : undefined
}

/**
 * The one text of a set of scopes.
 *
 * @example
 * ```ts
 * import { formatScope } from '@sallyport/core/scopes'
 *
 * console.log(formatScope(['write', 'read'])) // 'read write'
 * ```
 */
export function formatScope(scopes: Iterable<string>): string {
  return sortScopes(scopes).join(' ')
}

/**
 * Refuses what cannot be the name of a permission.
 *
 * @param option name of the option that holds the scope, shown in the error
 * @throws {ConfigError} outside the grammar (RS-68), or `offline_access` (RS-09)
 */
export function assertScopeName(name: string, option: string): void {
  if (!isScopeToken(name)) {
    throw new ConfigError({
      option,
      anchor: option.replace(/\..*/s, ''),
      problem: `${JSON.stringify(name)} is not a scope (RFC 6749 §3.3).`,
      fix: 'Use visible ASCII characters except the quotation mark and the backslash, without spaces.',
    })
  }
  if (name === OFFLINE_ACCESS) {
    throw new ConfigError({
      option,
      anchor: option.replace(/\..*/s, ''),
      problem: 'offline_access asks for a refresh token and permits nothing at a resource.',
      fix: 'Remove it: the authorization server offers it by itself.',
    })
  }
}
