import type { RecordStore } from '../../store/index.js'
import { sealedBy } from './sealer.js'
import type { Sealer } from './types.js'

/** A stored record that holds sealed text, taken apart by the room it belongs to. */
export interface SealedRecord {
  readonly sealed: string
  /** What it was sealed for. */
  readonly context: string
  /** Named anew with every write. */
  readonly indexes: readonly string[]
  /** The value of the record with this text in place of the sealed one. */
  value(sealed: string): string
}

/** `current`: has the newest key; `rewritten`: has it now; `gone`: nothing is there to seal; `failed`: is as it was. */
export interface Resealed {
  readonly outcome: 'current' | 'rewritten' | 'gone' | 'failed'
  /** The key that the record needs from now on. */
  readonly kid?: string
}

/** Somebody writes this record all the time: the next sweep comes by again. */
const MAX_ROUNDS = 5

/**
 * Writes one record with the newest key, under its old expiry. Whoever changes or removes it meanwhile wins.
 *
 * @param read takes a value apart; `undefined` when it holds nothing sealed; throws when it is corrupt
 * @throws {StoreError} when the store does not answer
 */
export async function resealRecord(
  records: Pick<RecordStore, 'get' | 'compareAndSwap'>,
  sealer: Sealer,
  key: string,
  read: (value: string) => SealedRecord | undefined,
): Promise<Resealed> {
  let kid: string | undefined
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const record = await records.get(key)
    const held = record && read(record.value)
    if (record === undefined || held === undefined) return { outcome: 'gone' }
    kid = sealedBy(held.sealed)
    const sealed = await sealer.reseal(held.sealed, held.context)
    if (sealed === undefined) break
    const now = sealedBy(sealed)
    if (sealed === held.sealed) return { outcome: 'current', ...(now !== undefined && { kid: now }) }
    const { expiresAtMs, version } = record
    const { indexes } = held
    if (await records.compareAndSwap(key, version, held.value(sealed), { expiresAtMs, indexes })) {
      return { outcome: 'rewritten', ...(now !== undefined && { kid: now }) }
    }
  }
  return { outcome: 'failed', ...(kid !== undefined && { kid }) }
}
