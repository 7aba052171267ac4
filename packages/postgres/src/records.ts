import {
  assertIndexes,
  fromStored,
  kindOf,
  toStored,
  type RecordStore,
  type StoredRecord,
  type WriteOptions,
} from '@sallyport/core/store'
import type { ResultRow } from './client.js'
import type { Connection } from './connection.js'

/** One call of a function for each verb: what it does, it does at the server and in one transaction. */
export function createRecords(connection: Connection, shareOf: (kind: string) => number): RecordStore {
  return Object.freeze<RecordStore>({
    async get(key) {
      return recordOf((await connection.call('get_record', toStored(key)))[0])
    },
    async putIfAbsent(key, value, options) {
      const kind = kindOf(key)
      const [row] = await connection.call(
        'put_if_absent',
        toStored(key),
        toStored(kind),
        toStored(value),
        options.expiresAtMs,
        indexesOf(options),
        shareOf(kind),
      )
      if (row?.['inserted'] === true) return { inserted: true, version: String(row['version']) }
      return { inserted: false, existing: recordOf(row) as StoredRecord }
    },
    async take(key) {
      return recordOf((await connection.call('take_record', toStored(key), null))[0])
    },
    async compareAndSwap(key, version, value, options) {
      const indexes = indexesOf(options)
      const values = [toStored(key), toStored(version), toStored(value), options.expiresAtMs, indexes] as const
      return (await connection.call('swap_record', ...values))[0]?.['swapped'] === true
    },
    async delete(key, version) {
      const only = version === undefined ? null : toStored(version)
      return (await connection.call('take_record', toStored(key), only)).length > 0
    },
    async listByIndex(name, cursor, limit) {
      const rows = await connection.call('list_index', toStored(name), cursor ?? '', limit + 1)
      const page = rows.slice(0, limit)
      const keys = page.map((row) => fromStored(String(row['key'])))
      const last = page.at(-1)
      return rows.length > limit && last !== undefined ? { keys, cursor: String(last['id']) } : { keys }
    },
    async sweepExpired(limit) {
      return Number((await connection.call('sweep_expired', limit))[0]?.['swept'])
    },
  })
}

function indexesOf({ indexes = [] }: WriteOptions): string {
  assertIndexes(indexes)
  return JSON.stringify(indexes.map(toStored))
}

function recordOf(row: ResultRow | undefined): StoredRecord | undefined {
  if (row === undefined) return undefined
  const { value, version, expires_at_ms: expiresAtMs, read_at_ms: readAtMs } = row
  return {
    value: fromStored(String(value)),
    version: String(version),
    expiresAtMs: Number(expiresAtMs),
    readAtMs: Number(readAtMs),
  }
}
