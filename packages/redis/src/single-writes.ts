import { fromStored, kindOf, toStored } from '@sallyport/core/store'
import type { Connection } from './connection.js'
import type { Layout } from './layout.js'
import { PUT, SWAP, TAKE } from './record-scripts.js'
import { recordOf, type Writes } from './writes.js'

/** On one server, records, shares and indexes change in one script: one round trip, all or nothing. */
export function createSingleWrites(
  connection: Connection,
  layout: Layout,
  shareOf: (kind: string) => number,
  receiptMs: number,
  newVersion: () => string,
): Writes {
  return {
    async put({ key, version, value, expiresAtMs, atMs, indexes }) {
      const kind = kindOf(key)
      const keys = [layout.record(key), layout.share(kind), layout.kinds, ...indexes] as const
      const record = [version, value, expiresAtMs, atMs, JSON.stringify(indexes)]
      const reply = await connection.run(PUT, keys, [...record, shareOf(kind), toStored(kind), toStored(key)])
      if (reply === 0) return 'full'
      return recordOf(reply, fromStored) ?? 'inserted'
    },
    async swap({ key, version, value, expiresAtMs, atMs, indexes }, expected) {
      const keys = [layout.record(key), layout.share(kindOf(key)), ...indexes] as const
      const record = [expected, version, value, expiresAtMs, atMs, JSON.stringify(indexes)]
      return (await connection.run(SWAP, keys, [...record, toStored(key)])) !== 0
    },
    async take(key, version = '') {
      const keys = [layout.record(key), layout.receipt(key, newVersion()), layout.share(kindOf(key))] as const
      return recordOf(await connection.run(TAKE, keys, [version, receiptMs, toStored(key)]), fromStored)
    },
  }
}
