import type { StoredRecord } from '@sallyport/core/store'

/** A record on its way into the store. Texts are as the store keeps them. */
export interface Draft {
  readonly key: string
  readonly version: string
  readonly value: string
  /** As told by the caller. */
  readonly expiresAtMs: number
  /** The same as Redis wants it: a whole number. */
  readonly atMs: number
  /** Redis keys. */
  readonly indexes: readonly string[]
}

/** The three verbs that change records: in one script on one server, in steps on a Cluster. */
export interface Writes {
  put(draft: Draft): Promise<'inserted' | 'full' | StoredRecord>
  swap(draft: Draft, expected: string): Promise<boolean>
  take(key: string, version: string | undefined): Promise<StoredRecord | undefined>
}

/** @param reply value, version, expiry, the instant at which it was read; or nothing */
export function recordOf(reply: unknown, fromStored: (text: string) => string): StoredRecord | undefined {
  if (!Array.isArray(reply)) return undefined
  const [value, version, expiresAtMs, readAtMs] = reply as unknown[]
  return {
    value: fromStored(String(value)),
    version: String(version),
    expiresAtMs: Number(expiresAtMs),
    readAtMs: Number(readAtMs),
  }
}
