import type { Auditor } from '../../audit/index.js'
import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { issueCode, redeemCode } from './codes.js'
import { grantContext, type GrantsOptions } from './options.js'
import { readFamily } from './family.js'
import { findByRefreshToken, inspectRefresh, rotateRefresh, startRefresh } from './refresh.js'
import { listGrants, revokeAllGrants, revokeGrant } from './revoke.js'
import { createGrant, findLiveGrant } from './standing.js'
import type { Grants } from './types.js'

/**
 * Creates the register of grants, with the codes and refresh tokens that belong to them.
 *
 * A code works once within `codeLifetimeMs` (OAuth 2.1 §4.1.3; AS-31, AS-32). Each use of a refresh token replaces it; the
 * one just replaced may come again within `graceMs` and gets the same successor, any older one ends the grant (RFC 9700
 * §4.14.2; F-05). The rules hold for any number of processes on one store. The store sees hashes and sealed text (AS-15).
 *
 * @param audit hears of every code, rotation, replay and revocation
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createAuditor } from '@sallyport/core/audit'
 * import { createGrants } from '@sallyport/core/grants'
 * import { createRevocations } from '@sallyport/core/revocation'
 * import { createSealer } from '@sallyport/core/sealing'
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const store = memoryStore()
 * const key = { kid: 'r1', secret: crypto.getRandomValues(new Uint8Array(32)) }
 * const vaultKey = { kid: 'v1', secret: crypto.getRandomValues(new Uint8Array(32)) }
 * const grants = createGrants(
 *   {
 *     records: store.records,
 *     revocations: createRevocations({ log: store.revocations }),
 *     refreshKeys: [key],
 *     sealer: createSealer([vaultKey], 'refresh-successor'),
 *     accessTokenLifetimeMs: 3_600_000,
 *   },
 *   createAuditor([]),
 * )
 * ```
 */
export function createGrants(options: GrantsOptions, audit: Auditor, runtime: Runtime = systemRuntime): Grants {
  const context = grantContext(options, audit, runtime)
  return Object.freeze<Grants>({
    create: (grant) => createGrant(context, grant),
    find: (grantId) => findLiveGrant(context, grantId),
    issueCode: (grant, binding) => issueCode(context, grant, binding),
    redeemCode: (presented) => redeemCode(context, presented),
    startRefresh: (grant) => startRefresh(context, grant),
    inspectRefresh: (presented) => inspectRefresh(context, presented),
    rotateRefresh: (presented) => rotateRefresh(context, presented),
    findByRefreshToken: (refreshToken) => findByRefreshToken(context, refreshToken),
    async revoke(grantId, by) {
      await revokeGrant(context, grantId, by)
    },
    revokeAll: (of, by) => revokeAllGrants(context, of, by),
    listBySubject: (subject) => listGrants(context, subject),
    lastRefreshAtMs: async (grantId) => (await readFamily(context, grantId))?.family.rotation?.atMs[0],
  })
}
