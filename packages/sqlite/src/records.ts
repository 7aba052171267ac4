import { StoreError } from '@sallyport/core/errors'
import {
  assertIndexes,
  fromStored,
  kindOf,
  toStored,
  type RecordStore,
  type StoredRecord,
  type WriteOptions,
} from '@sallyport/core/store'
import { randomBytes } from 'node:crypto'
import type { Connection, Row } from './connection.js'
import type { SqliteRuntime } from './runtime.js'

/** One transaction for each verb that writes; reads are single statements and need none. */
export function createRecords(
  connection: Connection,
  shareOf: (kind: string) => number,
  tidy: (nowMs: number, limit: number) => number,
  runtime: SqliteRuntime,
): RecordStore {
  const select = connection.prepare(
    'SELECT value, version, expires_at_ms FROM sallyport_records WHERE key = ? AND expires_at_ms > ?',
  )
  const insert = connection.prepare('INSERT INTO sallyport_records VALUES (?, ?, ?, ?, ?)')
  const update = connection.prepare(
    'UPDATE sallyport_records SET value = ?, version = ?, expires_at_ms = ? WHERE key = ?',
  )
  const remove = connection.prepare('DELETE FROM sallyport_records WHERE key = ?')
  const sweepKind = connection.prepare(
    `DELETE FROM sallyport_records WHERE key IN
       (SELECT key FROM sallyport_records WHERE kind = ? AND expires_at_ms <= ? LIMIT ?)`,
  )
  const kinds = connection.prepare(`SELECT kind FROM sallyport_counts WHERE what = 'record' AND count > 0`)
  const count = connection.prepare(`SELECT count FROM sallyport_counts WHERE what = 'record' AND kind = ?`)
  const enter = connection.prepare('INSERT OR IGNORE INTO sallyport_indexes VALUES (?, ?)')
  const leave = connection.prepare('DELETE FROM sallyport_indexes WHERE key = ?')
  const firstKeys = connection.prepare('SELECT key FROM sallyport_indexes WHERE name = ? ORDER BY key LIMIT ?')
  const nextKeys = connection.prepare(
    'SELECT key FROM sallyport_indexes WHERE name = ? AND key > ? ORDER BY key LIMIT ?',
  )

  const live = (key: string): StoredRecord | undefined => {
    const readAtMs = runtime.nowMs()
    return recordOf(select.row(toStored(key), readAtMs), readAtMs)
  }

  const makeRoom = (kind: string): void => {
    const used = Number(count.row(toStored(kind))?.[0] ?? 0)
    if (used < shareOf(kind)) return
    if (sweepKind.run(toStored(kind), runtime.nowMs(), -1) === 0)
      throw new StoreError('capacity', `The share of "${kind}" is full.`)
  }

  const index = (key: string, options: WriteOptions): void => {
    for (const name of options.indexes ?? []) enter.run(toStored(name), toStored(key))
  }

  return Object.freeze<RecordStore>({
    async get(key) {
      return connection.attempt(() => live(key))
    },
    async putIfAbsent(key, value, options) {
      assertIndexes(options.indexes ?? [])
      return connection.transaction(() => {
        const existing = live(key)
        if (existing !== undefined) return { inserted: false, existing } as const
        remove.run(toStored(key))
        makeRoom(kindOf(key))
        const version = newVersion()
        insert.run(toStored(key), toStored(kindOf(key)), toStored(value), version, options.expiresAtMs)
        index(key, options)
        return { inserted: true, version } as const
      })
    },
    async take(key) {
      return connection.transaction(() => {
        const record = live(key)
        if (record !== undefined) remove.run(toStored(key))
        return record
      })
    },
    async compareAndSwap(key, version, value, options) {
      assertIndexes(options.indexes ?? [])
      return connection.transaction(() => {
        if (live(key)?.version !== version) return false
        update.run(toStored(value), newVersion(), options.expiresAtMs, toStored(key))
        leave.run(toStored(key))
        index(key, options)
        return true
      })
    },
    async delete(key, version) {
      return connection.transaction(() => {
        const record = live(key)
        if (record === undefined || (version !== undefined && record.version !== version)) return false
        return remove.run(toStored(key)) > 0
      })
    },
    async listByIndex(name, cursor, limit) {
      const rows = await connection.attempt(() =>
        cursor === undefined
          ? firstKeys.rows(toStored(name), limit + 1)
          : nextKeys.rows(toStored(name), cursor, limit + 1),
      )
      const page = rows.slice(0, limit).map(([key]) => String(key))
      const last = page.at(-1)
      const keys = page.map(fromStored)
      return rows.length > limit && last !== undefined ? { keys, cursor: last } : { keys }
    },
    async sweepExpired(limit) {
      return connection.transaction(() => {
        const nowMs = runtime.nowMs()
        let swept = 0
        for (const [kind] of kinds.rows()) swept += sweepKind.run(String(kind), nowMs, limit - swept)
        return swept + tidy(nowMs, limit - swept)
      })
    },
  })
}

function recordOf(row: Row | undefined, readAtMs: number): StoredRecord | undefined {
  if (row === undefined) return undefined
  const [value, version, expiresAtMs] = row
  return { value: fromStored(String(value)), version: String(version), expiresAtMs: Number(expiresAtMs), readAtMs }
}

/** By chance, not by counting: a version must not come back when a record does. */
function newVersion(): string {
  return randomBytes(12).toString('base64url')
}
