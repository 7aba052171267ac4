import * as z from 'zod/mini'
import { canonicalJson, sha256Base64Url, sortScopes } from '../../foundation/index.js'
import type { Agreement, Approval, ConsentContext } from './types.js'

/** Re-reads after a lost race; more would mean that something else is wrong. */
const MAX_ATTEMPTS = 5

const PAGE_SIZE = 100

const StoredAgreement = z.strictObject({
  subject: z.string(),
  clientId: z.string(),
  redirectUri: z.string(),
  resource: z.string(),
  scopes: z.array(z.string()),
  offline: z.boolean(),
})

const keyOf = (consentId: string): string => `consent:${consentId}`

/** Keeps an agreement for another {@link ConsentsOptions.lifetimeMs}; the same one twice is one record. */
export async function storeAgreement(consents: ConsentContext, agreement: Agreement): Promise<string> {
  const stored = { ...agreement, scopes: sortScopes(agreement.scopes) }
  const { subject, clientId, redirectUri, resource, scopes, offline } = stored
  const parts = canonicalJson([subject, clientId, redirectUri, resource, scopes, offline])
  const consentId = await sha256Base64Url(parts, consents.runtime)
  const value = JSON.stringify({ subject, clientId, redirectUri, resource, scopes, offline })
  const options = {
    expiresAtMs: consents.runtime.nowMs() + consents.lifetimeMs,
    indexes: [`user:${subject}`, `client:${clientId}`, 'kind:consent'],
  }
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const result = await consents.records.putIfAbsent(keyOf(consentId), value, options)
    if (result.inserted) break
    const { version } = result.existing
    if (await consents.records.compareAndSwap(keyOf(consentId), version, value, options)) break
  }
  return consentId
}

export async function readAgreement(consents: ConsentContext, consentId: string): Promise<Approval | undefined> {
  const record = await consents.records.get(keyOf(consentId))
  if (record === undefined || record.expiresAtMs <= consents.runtime.nowMs()) return undefined
  const parsed = StoredAgreement.safeParse(JSON.parse(record.value))
  return parsed.success ? { ...parsed.data, consentId } : undefined
}

/** Whose agreements are meant: all of a person, all with a client, or those of a person with a client. */
export type Parties =
  { readonly subject: string; readonly clientId?: string } | { readonly subject?: never; readonly clientId: string }

export async function listAgreements(consents: ConsentContext, of: Parties): Promise<readonly Approval[]> {
  const index = of.subject === undefined ? `client:${of.clientId}` : `user:${of.subject}`
  // An index may name records that are not, or no longer, in it.
  const belongs = (approval: Approval): boolean =>
    approval.subject === (of.subject ?? approval.subject) && approval.clientId === (of.clientId ?? approval.clientId)
  const found = new Map<string, Approval>()
  let cursor: string | undefined
  do {
    const page = await consents.records.listByIndex(index, cursor, PAGE_SIZE)
    for (const key of page.keys) {
      if (!key.startsWith(keyOf(''))) continue
      const approval = await readAgreement(consents, key.slice(keyOf('').length))
      if (approval !== undefined && belongs(approval)) found.set(key, approval)
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return [...found.values()]
}

/** Read to the end before anything is deleted: a walk over an index that shrinks may miss entries. */
export async function deleteAgreements(consents: ConsentContext, of: Parties): Promise<void> {
  for (const { consentId } of await listAgreements(consents, of)) await consents.records.delete(keyOf(consentId))
}
