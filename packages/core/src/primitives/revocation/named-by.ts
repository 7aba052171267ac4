import type { Tombstone } from '../../store/index.js'
import type { RevocableToken } from './types.js'

/**
 * Which tokens are named by any of these tombstones, whatever the time: what a cache forgets, and what must be looked at
 * again. Four look-ups for each token, however many tombstones there are.
 *
 * @example
 * ```ts
 * import { namedBy } from '@sallyport/core/revocation'
 *
 * const token = { tokenId: 'j1', grantId: 'g1', subject: 'u1', clientId: 'c1', issuedAtMs: 5_000 }
 * const isNamed = namedBy([{ kind: 'gid', id: 'g1', revokedAtMs: 5_400, expiresAtMs: 9_000 }])
 * console.log(isNamed(token)) // true
 * ```
 */
export function namedBy(tombstones: readonly Tombstone[]): (token: Omit<RevocableToken, 'issuedAtMs'>) => boolean {
  const ids = { jti: new Set<string>(), gid: new Set<string>(), user: new Set<string>(), client: new Set<string>() }
  for (const { kind, id } of tombstones) ids[kind].add(id)
  return ({ tokenId, grantId, subject, clientId }) =>
    ids.jti.has(tokenId) ||
    (grantId !== undefined && ids.gid.has(grantId)) ||
    ids.user.has(subject) ||
    ids.client.has(clientId)
}
