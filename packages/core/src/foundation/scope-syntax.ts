/** `scope-token`, RFC 6749 §3.3: visible ASCII without `"` and `\`. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/** Asks for a refresh token (OpenID Connect Core §11); a wish about the grant, not a permission at the resource. */
export const OFFLINE_ACCESS = 'offline_access'

/** Case-sensitive: `Read` and `read` are two scopes (requirement RS-68). */
export function isScopeToken(text: string): boolean {
  return SCOPE_TOKEN.test(text)
}

/** Each scope once, in the order of code units: the same set always gives the same list (requirement RS-64). */
export function sortScopes(scopes: Iterable<string>): readonly string[] {
  return [...new Set(scopes)].sort()
}

/**
 * Reads a `scope` parameter or claim: tokens separated by single spaces, RFC 6749 §3.3.
 *
 * @returns the scopes, sorted, each once; empty for an absent or empty parameter; `undefined` when malformed
 */
export function parseScope(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || text === '') return []
  const scopes = text.split(' ')
  return scopes.every(isScopeToken) ? sortScopes(scopes) : undefined
}

/** The one text of a set of scopes. */
export function formatScope(scopes: Iterable<string>): string {
  return sortScopes(scopes).join(' ')
}
