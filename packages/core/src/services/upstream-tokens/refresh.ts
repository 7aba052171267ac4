import { OAuthError } from '../../errors/index.js'
import { randomBase64Url } from '../../foundation/index.js'
import { keyOf, openTokens, sealEntry, type Entry } from './entry.js'
import { hold, replace, type Held, type VaultContext } from './held.js'
import { reasonOf, revokeIfLast } from './revoke.js'
import type { UpstreamTokens } from './types.js'

const POLL_MS = 25
const STORE_ATTEMPTS = 3

/**
 * Refreshes unless somebody else already has. One caller at a time, over all processes, holds the lease in the record;
 * the others wait and read again.
 *
 * @param isDone judges what is stored: there is nothing to do
 * @param waitMs how long to wait for another caller
 * @throws {OAuthError} `invalid_grant`, or `temporarily_unavailable` with nothing changed
 */
export async function refreshOnce(
  vault: VaultContext,
  grantId: string,
  isDone: (entry: Entry) => boolean,
  waitMs: number,
): Promise<Held> {
  const { runtime, durations } = vault
  const giveUpAtMs = runtime.nowMs() + waitMs
  let before: number | undefined
  for (;;) {
    const held = await hold(vault, grantId)
    before ??= held.entry.provenAtMs
    // Refreshed, by us or by another: once is enough, even when the new token is short-lived.
    if (isDone(held.entry) || held.entry.provenAtMs !== before) return held
    if (held.entry.lease === undefined || held.entry.lease.untilMs <= runtime.nowMs()) {
      const lease = { id: randomBase64Url(16, runtime), untilMs: runtime.nowMs() + durations.lockMs }
      if (await replace(vault, held, { ...held.entry, lease })) await refreshLeased(vault, held, lease.id)
    } else if (runtime.nowMs() < giveUpAtMs) {
      await runtime.delay(POLL_MS)
    } else {
      throw new OAuthError('temporarily_unavailable', { reason: 'upstream_refresh_busy' })
    }
  }
}

async function refreshLeased(vault: VaultContext, { grantId, entry }: Held, leaseId: string): Promise<void> {
  const { endpoint, sealer, runtime, audit } = vault
  const { subject } = entry
  const event = { outcome: 'noted', upstream: endpoint.issuer, subject, grantId } as const
  try {
    const startedAtMs = runtime.nowMs()
    const tokens = await endpoint.refresh(await openTokens(sealer, keyOf(grantId), entry))
    await keep(vault, grantId, await sealEntry(sealer, keyOf(grantId), subject, tokens, startedAtMs), tokens)
    audit.record({ kind: 'upstream.refreshed', ...event })
  } catch (error) {
    audit.record({ kind: 'upstream.failed', reason: reasonOf(error), ...event })
    const wasOurs = await release(vault, grantId, leaseId)
    if (!(error instanceof OAuthError && error.error === 'invalid_grant')) throw error
    // Whoever took the lease over may have spent the token that we were refused for: what they store counts.
    if (!wasOurs) return
    // And whom we took it from may be about to store: no grant ends over that, the next refusal decides.
    if (entry.lease === undefined) throw error
    throw new OAuthError('temporarily_unavailable', { reason: 'upstream_refresh_contested' })
  }
}

/** Stores what the provider issued before anybody uses it: with rotation, the stored token is already dead there. */
async function keep(vault: VaultContext, grantId: string, entry: Entry, tokens: UpstreamTokens): Promise<void> {
  for (let failures = 0; ;) {
    try {
      const held = await hold(vault, grantId)
      // Whoever took over an expired lease in the meantime works with the older token: ours wins.
      if (await replace(vault, held, entry)) return
    } catch (error) {
      if (error instanceof OAuthError) {
        // The grant has ended while we asked.
        await revokeIfLast(vault, { grantId, subject: entry.subject }, () => Promise.resolve(tokens))
        throw error
      }
      if (++failures === STORE_ATTEMPTS) throw error
      await vault.runtime.delay(POLL_MS * failures)
    }
  }
}

/** Lets the next caller try at once. `false` when the lease was no longer ours. */
async function release(vault: VaultContext, grantId: string, leaseId: string): Promise<boolean> {
  try {
    // A record that is encrypted anew at this moment still has our lease.
    for (;;) {
      const held = await hold(vault, grantId)
      if (held.entry.lease?.id !== leaseId) return false
      const { lease: _lease, ...entry } = held.entry
      if (await replace(vault, held, entry)) return true
    }
  } catch {
    // The lease is left to expire; the error that brought us here is the one to report.
    return true
  }
}
