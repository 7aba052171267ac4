import { StoreError } from '@sallyport/core/errors'
import { assertIndexes, fromStored, kindOf, toStored, type RecordStore, type WriteOptions } from '@sallyport/core/store'
import { randomBytes } from 'node:crypto'
import { createClusterWrites } from './cluster-writes.js'
import type { Connection } from './connection.js'
import type { Layout } from './layout.js'
import { GET, LIST, SWEEP } from './record-scripts.js'
import { createSingleWrites } from './single-writes.js'
import { TRIM } from './revocation-scripts.js'
import { recordOf, type Draft } from './writes.js'

/** The last instant a `Date` can hold. */
const LATEST_MS = 8.64e15
/** Redis runs one script at a time: what one sweep removes must not hold up others. */
const MOST_SWEPT = 1_000

export function createRecords(
  connection: Connection,
  layout: Layout,
  shareOf: (kind: string) => number,
  timeoutMs: number,
): RecordStore {
  const createWrites = connection.cluster ? createClusterWrites : createSingleWrites
  // A command can be sent twice for as long as somebody waits for it.
  const writes = createWrites(connection, layout, shareOf, 2 * timeoutMs, newVersion)

  const draftOf = (key: string, value: string, { expiresAtMs, indexes = [] }: WriteOptions): Draft => {
    assertIndexes(indexes)
    return {
      key,
      version: newVersion(),
      value: toStored(value),
      expiresAtMs,
      atMs: Math.min(Math.ceil(expiresAtMs), LATEST_MS),
      indexes: [...new Set(indexes)].map((index) => layout.index(index)),
    }
  }

  return Object.freeze<RecordStore>({
    async get(key) {
      return recordOf(await connection.run(GET, [layout.record(key)], []), fromStored)
    },
    async putIfAbsent(key, value, options) {
      const draft = draftOf(key, value, options)
      const outcome = await writes.put(draft)
      if (outcome === 'full') throw new StoreError('capacity', `The share of "${kindOf(key)}" is full.`)
      if (outcome === 'inserted') return { inserted: true, version: draft.version }
      return { inserted: false, existing: outcome }
    },
    async take(key) {
      return writes.take(key, undefined)
    },
    async compareAndSwap(key, version, value, options) {
      return writes.swap(draftOf(key, value, options), version)
    },
    async delete(key, version) {
      // An empty version, which no record has, means any to the script.
      return version !== '' && (await writes.take(key, version)) !== undefined
    },
    async listByIndex(name, cursor, limit) {
      const after = cursor === undefined ? [] : placeOf(cursor)
      const reply = (await connection.run(LIST, [layout.index(name)], [limit, ...after])) as readonly string[]
      const entries = reply.filter((_entry, i) => i % 2 === 0)
      const page = entries.slice(0, limit)
      const keys = [...new Set(page.map((entry) => fromStored(entry.slice(0, entry.indexOf('\0')))))]
      const last = page.at(-1)
      if (entries.length <= limit || last === undefined) return { keys }
      return { keys, cursor: `${String(reply[2 * limit - 1])} ${last}` }
    },
    async sweepExpired(limit) {
      const batch = Math.min(limit, MOST_SWEPT)
      const swept = Number(await connection.run(SWEEP, [layout.kinds], [batch, layout.share('')]))
      const { head, bySeq, byExpiry, targets } = layout.log
      return swept + Number(await connection.run(TRIM, [head, bySeq, byExpiry, targets], [batch - swept]))
    },
  })
}

/** Expiry and entry at which a page ended. */
function placeOf(cursor: string): readonly [expiry: string, entry: string] {
  const space = cursor.indexOf(' ')
  return [cursor.slice(0, space), cursor.slice(space + 1)]
}

/** By chance, not by counting: a version must not come back when a record does. */
function newVersion(): string {
  return randomBytes(12).toString('base64url')
}
