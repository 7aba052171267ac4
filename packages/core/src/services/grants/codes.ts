import * as z from 'zod/mini'
import { OAuthError } from '../../errors/index.js'
import { randomBase64Url, sha256Base64Url } from '../../foundation/index.js'
import { assertVerifier } from '../../policy/pkce/index.js'
import type { StoredRecord } from '../../store/index.js'
import type { GrantContext } from './options.js'
import { revokeGrant } from './revoke.js'
import { findLiveGrant, isRevoked, storeTime } from './standing.js'
import { parseStored, readLive } from './stored-record.js'
import type { CodeBinding, CodePresentation, Grant } from './types.js'

/** `sac_<shard><256 random bits>`. */
const CODE = /^sac_([A-Za-z0-9_-]{3})[A-Za-z0-9_-]{43}$/

const StoredCode = z.strictObject({
  grantId: z.string(),
  clientId: z.string(),
  resource: z.string(),
  redirectUri: z.string(),
  codeChallenge: z.string(),
})

/** What a code is bound to (AS-29). The mark of a used code holds the same, so that a replay can be judged after the code is gone. */
type BoundCode = z.output<typeof StoredCode>

const codeKey = (id: string): string => `code:${id}`
const markKey = (id: string): string => `code-used:${id}`

/** Shard and hash: what a store may know of a code. */
async function codeId(context: GrantContext, code: string): Promise<string | undefined> {
  const shard = CODE.exec(code)?.[1]
  return shard === undefined ? undefined : shard + (await sha256Base64Url(code, context.runtime))
}

export async function issueCode(context: GrantContext, grant: Grant, binding: CodeBinding): Promise<string> {
  const shard = grant.grantId.slice(0, 3)
  const code = `sac_${shard}${randomBase64Url(32, context.runtime)}`
  const key = codeKey(shard + (await sha256Base64Url(code, context.runtime)))
  const bound: BoundCode = {
    grantId: grant.grantId,
    clientId: grant.clientId,
    resource: grant.resource,
    redirectUri: binding.redirectUri,
    codeChallenge: binding.codeChallenge,
  }
  const expiresAtMs = Math.min((await storeTime(context, grant)) + context.codeLifetimeMs, grant.expiresAtMs)
  await context.records.putIfAbsent(key, JSON.stringify(bound), { expiresAtMs })
  if (await isRevoked(context, grant)) {
    await context.records.delete(key)
    throw new OAuthError('access_denied', { reason: 'grant_ended' })
  }
  context.audit.record({ kind: 'code.issued', outcome: 'allowed', ...identifiers(bound), subject: grant.subject })
  return code
}

/**
 * Redeems a code once. It is marked used before anything about the request is checked: a failed attempt leaves it burnt
 * (AS-32), and of parallel attempts one places the mark.
 */
export async function redeemCode(context: GrantContext, presented: CodePresentation): Promise<Grant> {
  const id = await codeId(context, presented.code)
  if (id === undefined) throw new OAuthError('invalid_grant', { reason: 'code_malformed' })
  const record = await readLive(context, codeKey(id))
  if (record === undefined) {
    const mark = await readLive(context, markKey(id))
    if (mark === undefined) throw new OAuthError('invalid_grant', { reason: 'code_unknown' })
    return refuseReplay(context, parseStored(StoredCode, mark.value), presented)
  }
  const bound = parseStored(StoredCode, record.value)
  // Read before the mark is placed: a replay that sees the mark ends the grant, and must not take the first answer with it.
  const grant = await findLiveGrant(context, bound.grantId)
  const mark = await context.records.putIfAbsent(markKey(id), record.value, {
    expiresAtMs: markExpiry(context, record),
  })
  if (!mark.inserted) return refuseReplay(context, bound, presented)
  try {
    if (grant === undefined) throw new OAuthError('invalid_grant', { reason: 'grant_ended' })
    await assertBinding(bound, presented)
    return grant
  } catch (error) {
    if (error instanceof OAuthError) {
      const { reason } = error
      context.audit.record({
        kind: 'code.refused',
        outcome: 'refused',
        error: error.error,
        reason,
        ...identifiers(bound),
      })
    }
    throw error
  }
}

/**
 * Twice the skew longer than the code, for a process with a slow clock may still take the code for live, and at least as
 * long as an access token that was issued from it: a replay within that time must end it (OAuth 2.1 §4.1.3).
 */
function markExpiry(context: GrantContext, code: StoredRecord): number {
  return Math.max(code.expiresAtMs, code.readAtMs + context.accessTokenLifetimeMs) + 2 * context.skewMs
}

/** @throws {OAuthError} the client learns that the resource is wrong only when everything else is right */
async function assertBinding(bound: BoundCode, presented: CodePresentation): Promise<void> {
  if (presented.clientId !== bound.clientId) throw new OAuthError('invalid_grant', { reason: 'code_client_mismatch' })
  // OAuth 2.0 clients repeat the redirect URI, 2.1 clients do not (OAuth 2.1 §10.2).
  if (presented.redirectUri !== undefined && presented.redirectUri !== bound.redirectUri) {
    throw new OAuthError('invalid_grant', { reason: 'code_redirect_mismatch' })
  }
  await assertVerifier(presented.codeVerifier, bound.codeChallenge)
  if (presented.resource !== undefined && presented.resource !== bound.resource) {
    throw new OAuthError('invalid_target', { reason: 'code_resource_mismatch' })
  }
}

/**
 * A code that comes again ends the grant only when it comes with everything that belongs to it: somebody who found a spent
 * code in a log must not be able to log people out with it.
 */
async function refuseReplay(context: GrantContext, bound: BoundCode, presented: CodePresentation): Promise<never> {
  const grantRevoked = await assertBinding(bound, presented).then(() => true, isRefusal)
  if (grantRevoked) await revokeGrant(context, bound.grantId, 'replay')
  context.audit.record({
    kind: 'code.replayed',
    outcome: 'refused',
    reason: 'code_replayed',
    grantRevoked,
    ...identifiers(bound),
  })
  throw new OAuthError('invalid_grant', { reason: 'code_replayed' })
}

function isRefusal(error: unknown): false {
  if (error instanceof OAuthError) return false
  throw error
}

function identifiers({ grantId, clientId, resource }: BoundCode) {
  return { grantId, clientId, resource }
}
