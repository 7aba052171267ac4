import { fromStored, kindOf, toStored } from '@sallyport/core/store'
import type { Connection } from './connection.js'
import type { Layout } from './layout.js'
import { ENTER, GET, LEAVE, PROLONG, PUT, RELEASE, RESERVE, SWAP, TAKE } from './record-scripts.js'
import { recordOf, type Draft, type Writes } from './writes.js'

/**
 * On a Cluster a record, its share and its indexes lie on different servers. What finds a record is written before it
 * and removed after it, so an index holds more than there is, never less. Entries carry the version of their record:
 * who removes one cannot hit that of a later record under the same key. What a crash in between leaves behind expires.
 */
export function createClusterWrites(
  connection: Connection,
  layout: Layout,
  shareOf: (kind: string) => number,
  receiptMs: number,
  newVersion: () => string,
): Writes {
  const entryOf = (key: string, version: string): string => `${toStored(key)}\0${version}`

  const enter = ({ key, version, atMs, indexes }: Draft): Promise<unknown> =>
    Promise.all(indexes.map((index) => connection.run(ENTER, [index], [entryOf(key, version), atMs])))

  /** What cannot be tidied now expires. */
  const tidy = async (steps: readonly Promise<unknown>[]): Promise<void> => {
    await Promise.allSettled(steps)
  }

  const leave = (indexes: readonly string[], entry: string, expiresAtMs = 0, successor = ''): Promise<unknown>[] =>
    indexes.map((index) => connection.run(LEAVE, [index], [entry, expiresAtMs, successor]))

  const reserve = ({ key, atMs }: Draft): Promise<unknown> => {
    const kind = kindOf(key)
    return connection.run(
      RESERVE,
      [layout.share(kind), layout.kinds],
      [shareOf(kind), toStored(kind), toStored(key), atMs],
    )
  }
  const find = async (key: string) => recordOf(await connection.run(GET, [layout.record(key)], []), fromStored)

  return {
    async put(draft) {
      const { key, version, value, expiresAtMs, atMs, indexes } = draft
      // Who has lost already leaves no entries.
      const winner = indexes.length > 0 ? await find(key) : undefined
      if (winner !== undefined) return winner
      const [room] = await Promise.all([reserve(draft), enter(draft)])
      const withdraw = (): Promise<void> => tidy(leave(indexes, entryOf(key, version)))
      if (room === 0) {
        await withdraw()
        return (await find(key)) ?? 'full'
      }
      const args = [version, value, expiresAtMs, atMs, JSON.stringify(indexes)]
      const existing = recordOf(await connection.run(PUT, [layout.record(key)], args), fromStored)
      if (existing === undefined) return 'inserted'
      await withdraw()
      return existing
    },
    async swap(draft, expected) {
      const { key, version, value, expiresAtMs, atMs, indexes } = draft
      const [entry, earlier] = [entryOf(key, version), entryOf(key, expected)]
      await enter(draft)
      const args = [expected, version, value, expiresAtMs, atMs, JSON.stringify(indexes)]
      const reply = await connection.run(SWAP, [layout.record(key)], args)
      if (reply === 0) {
        await tidy(leave(indexes, entry))
        return false
      }
      const [, earlierExpiry, earlierIndexes] = Array.isArray(reply) ? (reply as string[]) : []
      await tidy([
        connection.run(PROLONG, [layout.share(kindOf(key))], [toStored(key), atMs]),
        ...leave(JSON.parse(earlierIndexes ?? '[]') as string[], earlier, Number(earlierExpiry ?? 0), entry),
      ])
      return true
    },
    async take(key, version = '') {
      const keys = [layout.record(key), layout.receipt(key, newVersion())] as const
      const reply = await connection.run(TAKE, keys, [version, receiptMs])
      const record = recordOf(reply, fromStored)
      if (record === undefined) return undefined
      const [, , , , indexes] = reply as string[]
      await tidy([
        connection.run(RELEASE, [layout.share(kindOf(key))], [toStored(key)]),
        ...leave(JSON.parse(indexes ?? '[]') as string[], entryOf(key, record.version)),
      ])
      return record
    },
  }
}
