import type { GrantContext } from './options.js'
import { familyKey } from './family.js'
import { findLiveGrant, grantKey, readGrant } from './standing.js'
import type { Grant, GrantRevokedBy } from './types.js'

const PAGE_SIZE = 100

/**
 * Ends a grant. The tombstone comes first: from then on nothing of the grant is accepted, wherever the rest stops. The
 * grant's record goes last, because with it a second call finds what the first one left.
 *
 * @returns whether there was something to end
 */
export async function revokeGrant(context: GrantContext, grantId: string, by: GrantRevokedBy): Promise<boolean> {
  const grant = await readGrant(context, grantId)
  // No token outlives its grant. Without a record there may still be access tokens of one that has just ended.
  const expiresAtMs = grant?.expiresAtMs ?? context.runtime.nowMs() + context.accessTokenLifetimeMs
  await context.revocations.revoke({ kind: 'gid', id: grantId, expiresAtMs })
  if (grant === undefined) return false
  context.audit.record({
    kind: 'grant.revoked',
    outcome: 'noted',
    by,
    grantId,
    subject: grant.subject,
    clientId: grant.clientId,
    resource: grant.resource,
  })
  await context.onRevoked(grant, by)
  await context.records.delete(familyKey(grantId))
  await context.records.delete(grantKey(grantId))
  return true
}

/**
 * Ends all grants of a person or of a client. The tombstone for all of them catches those that are being created while
 * the index is read; each found grant gets its own, because one of a person or client spares access tokens with a later `iat`.
 */
export async function revokeAllGrants(
  context: GrantContext,
  of: { readonly subject: string } | { readonly clientId: string },
  by: GrantRevokedBy,
): Promise<number> {
  const target =
    'subject' in of ? ({ kind: 'user', id: of.subject } as const) : ({ kind: 'client', id: of.clientId } as const)
  await context.revocations.revoke({ ...target, expiresAtMs: context.runtime.nowMs() + context.absoluteMs })
  let ended = 0
  for (const grantId of await indexedGrants(context, `${target.kind}:${target.id}`)) {
    const grant = await readGrant(context, grantId)
    const belongs = (target.kind === 'user' ? grant?.subject : grant?.clientId) === target.id
    if (belongs && (await revokeGrant(context, grantId, by))) ended++
  }
  return ended
}

export async function listGrants(context: GrantContext, subject: string): Promise<readonly Grant[]> {
  const grants: Grant[] = []
  for (const grantId of await indexedGrants(context, `user:${subject}`)) {
    const grant = await findLiveGrant(context, grantId)
    if (grant?.subject === subject) grants.push(grant)
  }
  return grants
}

/** Read to the end before anything is deleted: a walk over an index that shrinks may miss entries. */
async function indexedGrants(context: GrantContext, index: string): Promise<ReadonlySet<string>> {
  const prefix = grantKey('')
  const found = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await context.records.listByIndex(index, cursor, PAGE_SIZE)
    for (const key of page.keys) if (key.startsWith(prefix)) found.add(key.slice(prefix.length))
    cursor = page.cursor
  } while (cursor !== undefined)
  return found
}
