import { OAuthError, StoreError, type OAuthErrorCode } from '../../errors/index.js'
import { formatScope, OFFLINE_ACCESS, sha256Base64Url, sortScopes } from '../../foundation/index.js'
import { familyKey, positionOf, readFamily, rotated, sealContext, type Family, type ReadFamily } from './family.js'
import type { GrantContext } from './options.js'
import { revokeGrant } from './revoke.js'
import { findLiveGrant, isRevoked, readGrant, storeTime } from './standing.js'
import type { Grant, InspectedRefresh, RefreshPresentation, RotatedRefresh } from './types.js'

/** A lost race is decided by the winner's record in the next round; more rounds than this mean a broken store. */
const MAX_ROUNDS = 5

interface Judged extends ReadFamily {
  readonly grant: Grant
  readonly hash: string
  readonly scopes: readonly string[]
  readonly retry: boolean
}

const refusal = (error: OAuthErrorCode, reason: string): OAuthError => new OAuthError(error, { reason })

function familyExpiry(context: GrantContext, grant: Grant, usedAtMs: number): number {
  return Math.min(usedAtMs + context.idleMs, grant.expiresAtMs)
}

/** The first token of a grant. There is one family for each grant: a second call is refused. */
export async function startRefresh(context: GrantContext, grant: Grant): Promise<string> {
  const token = await context.refreshTokens.mint(grant.grantId, 1)
  const family: Family = { generation: 1, currentHash: await sha256Base64Url(token, context.runtime) }
  const put = await context.records.putIfAbsent(familyKey(grant.grantId), JSON.stringify(family), {
    expiresAtMs: familyExpiry(context, grant, await storeTime(context, grant)),
  })
  if (!put.inserted) throw refusal('invalid_grant', 'refresh_started_before')
  // A grant that was revoked meanwhile (its code came twice) gets its answer, which is worth nothing: every use is held
  // against the tombstones. Only the record that the revocation could not see yet is taken away here.
  if (await isRevoked(context, grant)) await context.records.delete(familyKey(grant.grantId))
  return token
}

export async function inspectRefresh(context: GrantContext, presented: RefreshPresentation): Promise<InspectedRefresh> {
  const { grant, scopes } = await judge(context, presented)
  return { grant, scopes }
}

export async function rotateRefresh(context: GrantContext, presented: RefreshPresentation): Promise<RotatedRefresh> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const judged = await judge(context, presented)
    const refreshToken = judged.retry ? await lastSuccessor(context, judged) : await rotate(context, judged)
    if (refreshToken === undefined) continue
    // The revocation may have come between the judgement and the write (design decision "revocation is exact").
    if (await isRevoked(context, judged.grant)) throw refusal('invalid_grant', 'grant_ended')
    const { grant, scopes, retry } = judged
    const generation = judged.family.generation + (retry ? 0 : 1)
    context.audit.record({
      kind: 'refresh.rotated',
      outcome: 'allowed',
      generation,
      retry,
      grantId: grant.grantId,
      subject: grant.subject,
      clientId: grant.clientId,
      resource: grant.resource,
      scopes,
    })
    return { grant, refreshToken, scopes, generation, retry }
  }
  throw new StoreError('busy', 'A refresh family kept changing.')
}

export async function findByRefreshToken(context: GrantContext, refreshToken: string): Promise<Grant | undefined> {
  const parts = await context.refreshTokens.read(refreshToken)
  if (parts === undefined) return undefined
  const stored = await readFamily(context, parts.grantId)
  if (stored === undefined) return undefined
  const hash = await sha256Base64Url(refreshToken, context.runtime)
  const position = positionOf(stored.family, { ...parts, hash }, context.graceMs, stored.readAtMs)
  // Dead or alive: the client of a revocation that stopped half-way comes again with this token, and finishes it.
  return position === 'unknown' ? undefined : readGrant(context, parts.grantId)
}

/** All that can be said without writing, except that a theft ends the grant at once. */
async function judge(context: GrantContext, presented: RefreshPresentation): Promise<Judged> {
  const parts = await context.refreshTokens.read(presented.refreshToken)
  if (parts === undefined) throw refusal('invalid_grant', 'refresh_forged')
  const stored = await readFamily(context, parts.grantId)
  if (stored === undefined) throw refusal('invalid_grant', 'refresh_unknown')
  // How long ago it came in is asked of our clock, when that was of the store's.
  const waitedMs = context.runtime.nowMs() - (presented.presentedAtMs ?? context.runtime.nowMs())
  const presentedAtMs = stored.readAtMs - waitedMs
  const grant = await findLiveGrant(context, parts.grantId)
  if (grant === undefined) throw refusal('invalid_grant', 'grant_ended')
  // Before anything that has effects: a foreign client learns and moves nothing.
  if (grant.clientId !== presented.clientId) throw refusal('invalid_grant', 'refresh_client_mismatch')

  const hash = await sha256Base64Url(presented.refreshToken, context.runtime)
  const position = positionOf(stored.family, { ...parts, hash }, context.graceMs, presentedAtMs)
  if (position === 'unknown') throw refusal('invalid_grant', 'refresh_unknown')
  if (position === 'late') throw refusal('invalid_grant', 'refresh_successor_used')
  if (position === 'stolen') return endStolen(context, grant, parts.generation)

  const scopes = effectiveScopes(grant, presented)
  const retry = position === 'retry'
  if (retry && stored.family.rotation?.scope !== formatScope(scopes)) {
    throw refusal('invalid_grant', 'refresh_not_a_retry')
  }
  return { grant, ...stored, hash, scopes, retry }
}

async function endStolen(context: GrantContext, grant: Grant, generation: number): Promise<never> {
  await revokeGrant(context, grant.grantId, 'replay')
  context.audit.record({
    kind: 'refresh.replayed',
    outcome: 'refused',
    reason: 'refresh_replayed',
    generation,
    grantRevoked: true,
    grantId: grant.grantId,
    subject: grant.subject,
    clientId: grant.clientId,
    resource: grant.resource,
  })
  throw refusal('invalid_grant', 'refresh_replayed')
}

/** A request may narrow, never widen (RFC 6749 §6, RFC 8707 §2.2). The grant itself, and so the next token, stays as wide as it was. */
function effectiveScopes(grant: Grant, presented: RefreshPresentation): readonly string[] {
  if (presented.resource !== undefined && presented.resource !== grant.resource) {
    throw refusal('invalid_target', 'refresh_resource_mismatch')
  }
  if (presented.scopes === undefined) return grant.scopes
  const allowed = new Set(grant.offline ? [...grant.scopes, OFFLINE_ACCESS] : grant.scopes)
  if (!presented.scopes.every((scope) => allowed.has(scope))) throw refusal('invalid_scope', 'refresh_scope_widened')
  return sortScopes(presented.scopes.filter((scope) => scope !== OFFLINE_ACCESS))
}

async function lastSuccessor(context: GrantContext, { grant, family }: Judged): Promise<string> {
  const sealed = family.rotation?.successor ?? ''
  const successor = await context.sealer.open(sealed, sealContext(grant.grantId, family.generation))
  if (successor === undefined) throw refusal('invalid_grant', 'refresh_successor_unreadable')
  return successor
}

/** @returns the new token, or `undefined` when somebody else has changed the family */
async function rotate(context: GrantContext, judged: Judged): Promise<string | undefined> {
  const { grant, family, version, readAtMs, scopes } = judged
  const token = await context.refreshTokens.mint(grant.grantId, family.generation + 1)
  const next = {
    hash: await sha256Base64Url(token, context.runtime),
    successor: await context.sealer.seal(token, sealContext(grant.grantId, family.generation + 1)),
    scope: formatScope(scopes),
  }
  const value = JSON.stringify(rotated(family, next, readAtMs))
  const expiresAtMs = familyExpiry(context, grant, readAtMs)
  const swapped = await context.records.compareAndSwap(familyKey(grant.grantId), version, value, { expiresAtMs })
  return swapped ? token : undefined
}
