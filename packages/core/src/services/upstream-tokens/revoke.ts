import { OAuthError, StoreError } from '../../errors/index.js'
import { keyOf } from './entry.js'
import type { VaultContext } from './held.js'
import type { UpstreamTokens } from './types.js'

const PAGE = 100

/**
 * Tells the provider that the tokens are done with, unless the person has another grant: providers end all that a person
 * allowed us with one token. Best effort: the tokens are forgotten here whatever the provider answers.
 */
export async function revokeIfLast(
  vault: VaultContext,
  grant: { readonly grantId: string; readonly subject: string },
  tokens: () => Promise<UpstreamTokens>,
): Promise<void> {
  const { endpoint, audit } = vault
  try {
    if (!(await hasGrants(vault, grant.subject))) await endpoint.revoke(await tokens())
  } catch (error) {
    const { subject, grantId } = grant
    const reason = reasonOf(error)
    audit.record({ kind: 'upstream.failed', outcome: 'noted', upstream: endpoint.issuer, subject, grantId, reason })
  }
}

/** For the audit log: our own errors say what happened, those of others may say too much. */
export function reasonOf(error: unknown): string {
  return error instanceof OAuthError || error instanceof StoreError ? error.reason : 'unexpected'
}

async function hasGrants({ records, runtime }: VaultContext, subject: string): Promise<boolean> {
  let cursor: string | undefined
  do {
    const page = await records.listByIndex(`user:${subject}`, cursor, PAGE)
    for (const key of page.keys) {
      if (!key.startsWith(keyOf(''))) continue
      const record = await records.get(key)
      if (record !== undefined && record.expiresAtMs > runtime.nowMs()) return true
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return false
}
