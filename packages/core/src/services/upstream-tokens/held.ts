import { OAuthError } from '../../errors/index.js'
import type { Auditor } from '../../audit/index.js'
import type { Runtime } from '../../foundation/index.js'
import type { StoredRecord } from '../../store/index.js'
import { keyOf, parseEntry, type Entry } from './entry.js'
import type { Durations, UpstreamTokensOptions } from './options.js'

export interface VaultContext extends Pick<UpstreamTokensOptions, 'records' | 'sealer' | 'endpoint'> {
  readonly durations: Durations
  readonly audit: Auditor
  readonly runtime: Runtime
}

/** A live record with what it says. */
export interface Held {
  readonly grantId: string
  readonly record: StoredRecord
  readonly entry: Entry
}

/** @throws {OAuthError} `invalid_grant` when there is none */
export async function hold(vault: VaultContext, grantId: string): Promise<Held> {
  const record = await vault.records.get(keyOf(grantId))
  if (record === undefined || record.expiresAtMs <= vault.runtime.nowMs()) {
    throw new OAuthError('invalid_grant', { reason: 'upstream_tokens_missing' })
  }
  return { grantId, record, entry: parseEntry(record.value) }
}

/** `false` when the record has changed since it was read. */
export function replace(vault: VaultContext, { grantId, record }: Held, entry: Entry): Promise<boolean> {
  return vault.records.compareAndSwap(keyOf(grantId), record.version, JSON.stringify(entry), {
    expiresAtMs: record.expiresAtMs,
    indexes: indexesOf(entry.subject),
  })
}

export function indexesOf(subject: string): readonly string[] {
  return [`user:${subject}`, 'kind:upstream']
}
