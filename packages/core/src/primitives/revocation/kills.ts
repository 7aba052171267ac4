import type { Tombstone } from '../../store/index.js'
import type { RevocableToken } from './types.js'

/** Clock difference allowed between processes, and to other issuers. */
export const DEFAULT_SKEW_MS = 30_000

/**
 * Whether a tombstone ends a token. Those of kind `jti` and `gid` always do; those of kind `user` and `client` end what
 * was issued up to `revokedAtMs`. `iat` is in whole seconds (RFC 7519 §2), so a token of the same second counts as older.
 *
 * Both instants come from clocks. For a token of ours that does no harm: whoever revokes ends each grant by its own
 * tombstone, too. A token without a grant has nothing but its `iat`, written by a foreign clock: it counts as older when
 * it may be, so that one which was issued within `skewMs` after the revocation has to be asked for anew.
 *
 * @param tombstone as read from the log
 * @param token claims of the token in question
 * @param skewMs clock difference allowed for tokens without a grant, in milliseconds. Default 30 000
 * @returns `true` when the token must be refused
 * @example
 * ```ts
 * import { kills } from '@sallyport/core/revocation'
 *
 * const token = { tokenId: 'j1', grantId: 'g1', subject: 'u1', clientId: 'c1', issuedAtMs: 5_000 }
 * console.log(kills({ kind: 'user', id: 'u1', revokedAtMs: 5_400, expiresAtMs: 9_000 }, token)) // true
 * ```
 */
export function kills(tombstone: Tombstone, token: RevocableToken, skewMs = DEFAULT_SKEW_MS): boolean {
  switch (tombstone.kind) {
    case 'jti':
      return tombstone.id === token.tokenId
    case 'gid':
      return tombstone.id === token.grantId
    case 'user':
      return tombstone.id === token.subject && issuedBefore(tombstone, token, skewMs)
    case 'client':
      return tombstone.id === token.clientId && issuedBefore(tombstone, token, skewMs)
  }
}

function issuedBefore({ revokedAtMs }: Tombstone, { issuedAtMs, grantId }: RevocableToken, skewMs: number): boolean {
  const lastMs = grantId === undefined ? revokedAtMs + skewMs : revokedAtMs
  return Math.floor(issuedAtMs / 1000) * 1000 <= lastMs
}
