import { StoreError } from '../errors/index.js'
import type { Runtime } from '../foundation/index.js'
import type { RevocationLog, Tombstone } from './ports.js'

interface Entry {
  readonly seq: number
  readonly tombstone: Tombstone
}

export interface MemoryRevocations {
  readonly log: RevocationLog
  /** Drops up to `limit` expired tombstones and returns how many went. */
  sweep(limit: number): number
}

/** One live tombstone for each target: a later one takes the place of the earlier and keeps the longer reach of both. */
export function createMemoryRevocations(
  maxTombstones: number,
  assertOpen: () => void,
  runtime: Pick<Runtime, 'nowMs'>,
): MemoryRevocations {
  const entries = new Map<string, Entry>()
  let lastSeq = 0
  let trimmedSeq = 0
  let trimAtSize = Math.min(1024, maxTombstones)

  const sweep = (limit: number): number => {
    const nowMs = runtime.nowMs()
    let swept = 0
    for (const [key, { seq, tombstone }] of entries) {
      if (swept >= limit) break
      if (tombstone.expiresAtMs > nowMs) continue
      entries.delete(key)
      trimmedSeq = Math.max(trimmedSeq, seq)
      swept++
    }
    return swept
  }

  const trim = (): void => {
    sweep(Infinity)
    if (entries.size >= maxTombstones) throw new StoreError('capacity', 'The revocation log is full.')
    trimAtSize = Math.min(Math.max(1024, 2 * entries.size), maxTombstones)
  }

  const log: RevocationLog = {
    async append(tombstone) {
      assertOpen()
      const key = keyOf(tombstone)
      const earlier = entries.get(key)?.tombstone
      if (earlier === undefined && entries.size >= trimAtSize) trim()
      entries.delete(key)
      lastSeq = Math.max(lastSeq + 1, Math.floor(runtime.nowMs()))
      entries.set(key, { seq: lastSeq, tombstone: merge(tombstone, earlier) })
      return lastSeq
    },
    seq() {
      assertOpen()
      return lastSeq
    },
    since(seq) {
      assertOpen()
      if (seq === lastSeq) return { seq, tombstones: [] }
      if (seq < trimmedSeq || seq > lastSeq) return { seq: lastSeq, tombstones: undefined }
      const newer = [...entries.values()].filter((entry) => entry.seq > seq)
      return { seq: lastSeq, tombstones: newer.map(({ tombstone }) => tombstone) }
    },
    find(targets) {
      assertOpen()
      const nowMs = runtime.nowMs()
      return targets.flatMap((target) => {
        const tombstone = entries.get(keyOf(target))?.tombstone
        return tombstone !== undefined && tombstone.expiresAtMs > nowMs ? [tombstone] : []
      })
    },
  }
  return { log: Object.freeze(log), sweep }
}

function keyOf({ kind, id }: Pick<Tombstone, 'kind' | 'id'>): string {
  return `${kind}:${id}`
}

function merge(tombstone: Tombstone, earlier: Tombstone | undefined): Tombstone {
  return Object.freeze({
    kind: tombstone.kind,
    id: tombstone.id,
    revokedAtMs: Math.max(tombstone.revokedAtMs, earlier?.revokedAtMs ?? 0),
    expiresAtMs: Math.max(tombstone.expiresAtMs, earlier?.expiresAtMs ?? 0),
  })
}
