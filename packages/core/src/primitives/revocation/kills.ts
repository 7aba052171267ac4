import type { Tombstone } from '../../store/index.js'
import type { RevocableToken } from './types.js'

/**
 * Whether a tombstone ends a token. Those of kind `jti` and `gid` always do; those of kind `user` and `client` end what
 * was issued up to `revokedAtMs`. `iat` is in whole seconds (RFC 7519 §2), so a token of the same second counts as older.
 *
 * @param tombstone as read from the log
 * @param token claims of the token in question
 * @returns `true` when the token must be refused
 * @example
 * ```ts
 * import { kills } from '@sallyport/core/revocation'
 *
 * const token = { tokenId: 'j1', grantId: 'g1', subject: 'u1', clientId: 'c1', issuedAtMs: 5_000 }
 * console.log(kills({ kind: 'user', id: 'u1', revokedAtMs: 5_400, expiresAtMs: 9_000 }, token)) // true
 * ```
 */
export function kills(tombstone: Tombstone, token: RevocableToken): boolean {
  switch (tombstone.kind) {
    case 'jti':
      return tombstone.id === token.tokenId
    case 'gid':
      return tombstone.id === token.grantId
    case 'user':
      return tombstone.id === token.subject && issuedBefore(tombstone, token)
    case 'client':
      return tombstone.id === token.clientId && issuedBefore(tombstone, token)
  }
}

function issuedBefore(tombstone: Tombstone, token: RevocableToken): boolean {
  return Math.floor(token.issuedAtMs / 1000) * 1000 <= tombstone.revokedAtMs
}
