import { OAuthError, StoreError } from '../../errors/index.js'
import type { Auditor } from '../../audit/index.js'
import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { keyOf, openTokens, parseEntry, sealEntry, type Entry } from './entry.js'
import { parseDurations, type UpstreamTokensOptions } from './options.js'
import { hold, indexesOf, type Held, type VaultContext } from './held.js'
import { refreshOnce } from './refresh.js'
import { revokeIfLast } from './revoke.js'
import type { UpstreamTokenVault } from './types.js'

/**
 * Creates the vault of upstream tokens: one set for each grant, sealed and bound to it, gone with it (F-02, PX-30).
 *
 * A refresh happens once, however many callers and processes ask; what the provider rotates is stored before it is used.
 * An outage of the provider changes nothing: a token that still has time left goes on being used.
 *
 * @throws {ConfigError} for unknown or malformed options
 * @example
 * ```ts
 * import { createUpstreamTokens, type UpstreamTokensOptions } from '@sallyport/core/upstream-tokens'
 *
 * async function currentToken(options: UpstreamTokensOptions, grantId: string) {
 *   const vault = createUpstreamTokens(options, { record: (event) => console.log(event.kind) })
 *   return vault.accessToken(grantId)
 * }
 * console.log(currentToken.name)
 * ```
 */
export function createUpstreamTokens(
  options: UpstreamTokensOptions,
  audit: Auditor,
  runtime: Runtime = systemRuntime,
): UpstreamTokenVault {
  const durations = parseDurations(options)
  const { records, sealer, endpoint } = options
  const vault: VaultContext = { records, sealer, endpoint, durations, audit, runtime }

  const timeLeftMs = ({ expiresAtMs = Infinity }: Entry): number => expiresAtMs - runtime.nowMs()
  // A provider whose tokens live for a minute would otherwise be asked on every call.
  const isFresh = (entry: Entry): boolean =>
    timeLeftMs(entry) > Math.min(durations.refreshAheadMs, ((entry.expiresAtMs ?? Infinity) - entry.provenAtMs) / 2)
  const isConfirmed = (entry: Entry): boolean =>
    !entry.refreshable || runtime.nowMs() - entry.provenAtMs <= durations.confirmEveryMs

  async function current(grantId: string): Promise<Held> {
    const held = await hold(vault, grantId)
    if (isFresh(held.entry)) return held
    const isUsable = timeLeftMs(held.entry) > 0
    if (!held.entry.refreshable) {
      if (isUsable) return held
      throw new OAuthError('invalid_grant', { reason: 'upstream_access_token_expired' })
    }
    try {
      return await refreshOnce(vault, grantId, isFresh, isUsable ? 0 : durations.waitMs)
    } catch (error) {
      if (isUsable && error instanceof OAuthError && error.error === 'temporarily_unavailable') return held
      throw error
    }
  }

  return {
    async store({ grantId, subject, expiresAtMs }, tokens) {
      const key = keyOf(grantId)
      const entry = await sealEntry(sealer, key, subject, tokens, runtime.nowMs())
      const written = { expiresAtMs, indexes: indexesOf(subject) }
      const { inserted } = await records.putIfAbsent(key, JSON.stringify(entry), written)
      // A grant id is never used twice; two sets for one grant would leave one of them beyond reach.
      if (!inserted) throw new StoreError('corrupt', 'The grant already has upstream tokens.')
    },

    async accessToken(grantId) {
      const { entry } = await current(grantId)
      return (await openTokens(sealer, keyOf(grantId), entry)).accessToken
    },

    async confirm(grantId) {
      await refreshOnce(vault, grantId, isConfirmed, durations.waitMs)
    },

    async drop(grantId, { revoke }) {
      const key = keyOf(grantId)
      const record = await records.take(key)
      if (record === undefined || !revoke) return
      const entry = parseEntry(record.value)
      await revokeIfLast(vault, { grantId, subject: entry.subject }, () => openTokens(sealer, key, entry))
    },
  }
}
