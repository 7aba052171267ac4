import * as z from 'zod/mini'
import { OAuthError } from '../../errors/index.js'
import { randomBase64Url, type Awaitable } from '../../foundation/index.js'
import type { GrantContext } from './options.js'
import { parseStored, readLive } from './stored-record.js'
import type { Grant, NewGrant } from './types.js'

const GRANT_ID = /^[A-Za-z0-9_-]{25}$/

/** The part of a subject that begins every id of the same person, so that a sharded store keeps them together. */
const SHARD = /^[A-Za-z0-9_-]{3}/

const StoredGrant = z.strictObject({
  grantId: z.string(),
  subject: z.string(),
  userIssuer: z.string(),
  userSubject: z.string(),
  displayName: z.optional(z.string()),
  roles: z.array(z.string()),
  clientId: z.string(),
  redirectUri: z.string(),
  resource: z.string(),
  scopes: z.array(z.string()),
  offline: z.boolean(),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
})

export const grantKey = (grantId: string): string => `grant:${grantId}`

/**
 * Puts a grant on record. A revocation of everything of its person or client lists the grants after it has left its
 * tombstone: it finds this one, or its tombstone is found here, by the order of the log and no clock.
 *
 * @throws {OAuthError} `access_denied` when everything of the person or client was revoked meanwhile
 * @throws {TypeError} when the subject is not ours: base64url
 */
export async function createGrant(context: GrantContext, grant: NewGrant): Promise<Grant> {
  const shard = SHARD.exec(grant.subject)?.[0]
  if (shard === undefined) throw new TypeError('subject must be base64url, as the authorization server derives it')
  const knownSeq = await context.revocations.seq()
  const createdAtMs = await instantOfCreation(context, grant)
  const created: Grant = {
    grantId: shard + randomBase64Url(16, context.runtime),
    subject: grant.subject,
    userIssuer: grant.userIssuer,
    userSubject: grant.userSubject,
    displayName: grant.displayName,
    roles: [...grant.roles],
    clientId: grant.clientId,
    redirectUri: grant.redirectUri,
    resource: grant.resource,
    scopes: [...grant.scopes],
    offline: grant.offline,
    createdAtMs,
    expiresAtMs: createdAtMs + context.absoluteMs,
  }
  await context.records.putIfAbsent(grantKey(created.grantId), JSON.stringify(created), {
    expiresAtMs: created.expiresAtMs,
    indexes: [`user:${created.subject}`, `client:${created.clientId}`, 'kind:grant'],
  })
  if (await isCaughtUp(context, created, knownSeq)) {
    await context.records.delete(grantKey(created.grantId))
    throw new OAuthError('access_denied', { reason: 'grant_ended' })
  }
  return Object.freeze(created)
}

/** Whether a revocation of everything came while the grant was put on record. What cannot be told leaves no grant behind. */
async function isCaughtUp(context: GrantContext, grant: Grant, knownSeq: number): Promise<boolean> {
  try {
    return await context.revocations.isNamedSince(knownSeq, named(grant))
  } catch (error) {
    await context.records.delete(grantKey(grant.grantId)).catch(() => undefined)
    throw error
  }
}

/**
 * Now, or the second after the newest revocation of everything of this person or client, when the clock that wrote it is
 * ahead of ours by no more than is allowed: who logs in again after that is not taken for the one who was logged out.
 */
async function instantOfCreation(context: GrantContext, of: Pick<NewGrant, 'subject' | 'clientId'>): Promise<number> {
  const nowMs = context.runtime.nowMs()
  const nextMs = (Math.floor((await context.revocations.revokedUntilMs(of)) / 1000) + 1) * 1000
  return nextMs - nowMs <= context.skewMs ? Math.max(nowMs, nextMs) : nowMs
}

/** A grant is no token; its own id is never the `jti` of one. */
function named({ grantId, subject, clientId }: Grant) {
  return { tokenId: grantId, grantId, subject, clientId }
}

/** The record of a grant, dead or alive. */
export async function readGrant(context: GrantContext, grantId: string): Promise<Grant | undefined> {
  if (!GRANT_ID.test(grantId)) return undefined
  const record = await readLive(context, grantKey(grantId))
  if (record === undefined) return undefined
  const stored = parseStored(StoredGrant, record.value)
  return Object.freeze<Grant>({ ...stored, displayName: stored.displayName })
}

/** The clock of the store, read off the record of a live grant; our own once that is gone and nothing depends on it. */
export async function storeTime(context: GrantContext, grant: Grant): Promise<number> {
  return (await readLive(context, grantKey(grant.grantId)))?.readAtMs ?? context.runtime.nowMs()
}

/** Whether a tombstone of the grant, of its person or of its client lies over it. */
export function isRevoked(context: GrantContext, grant: Grant): Awaitable<boolean> {
  return context.revocations.isRevoked({ ...named(grant), issuedAtMs: grant.createdAtMs })
}

/** The grant, if it may still be used. A record alone proves nothing: a revocation may have stopped half-way. */
export async function findLiveGrant(context: GrantContext, grantId: string): Promise<Grant | undefined> {
  const grant = await readGrant(context, grantId)
  return grant !== undefined && !(await isRevoked(context, grant)) ? grant : undefined
}
