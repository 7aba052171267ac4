import { createShares, type EventLog, type Store } from '@sallyport/core/store'
import { createBuckets, createDropFull } from './buckets.js'
import { connect } from './connection.js'
import { createEvents } from './events.js'
import { failureOf } from './failures.js'
import { prepareFile } from './open.js'
import { readOptions, type SqliteStoreOptions } from './options.js'
import { createRecords } from './records.js'
import { createRevocations, createTrim } from './revocations.js'
import { systemRuntime, type SqliteRuntime } from './runtime.js'

/** A {@link Store} on a file. */
export interface SqliteStore extends Store {
  readonly events: EventLog
  readonly clock: 'process'
  readonly durability: 'disk'
}

/**
 * Opens a store in one file, which several processes of one machine may share. What a verb has acknowledged survives a
 * crash of the process and of the machine; of the buckets alone, the last seconds may be lost with the machine.
 *
 * Source: design decision "stores". Write-ahead log, one transaction for each verb.
 *
 * @throws {ConfigError} when an option is wrong, the directory is missing, the file may not be opened or is too new
 * @throws {StoreError} when the file is no database or stays locked
 * @example
 * ```ts
 * import { sqliteStore } from '@sallyport/sqlite'
 *
 * const store = sqliteStore({ path: 'sallyport.db' })
 * await store.ping()
 * ```
 */
export function sqliteStore(options: SqliteStoreOptions, runtime: SqliteRuntime = systemRuntime): SqliteStore {
  const { path, capacity, maxTombstones, maxEvents } = readOptions(options)
  prepareFile(path)
  try {
    const main = connect(path, 'FULL', runtime)
    // A commit of this one does not wait for the disk: losing a few debits is cheaper than a flush for each request.
    const quick = connect(path, 'NORMAL', runtime)
    const shareOf = createShares(capacity)
    const trim = createTrim(main)
    const dropFull = createDropFull(main)
    const tidy = (nowMs: number, limit: number): number => {
      const dropped = dropFull(nowMs, limit)
      return dropped + trim(nowMs, limit - dropped)
    }
    const begun = main.prepare('SELECT 1')
    return Object.freeze<SqliteStore>({
      records: createRecords(main, shareOf, tidy, runtime),
      buckets: createBuckets(quick, shareOf, runtime),
      revocations: createRevocations(main, maxTombstones, trim, runtime),
      events: createEvents(main, maxEvents),
      clock: 'process',
      durability: 'disk',
      async ping() {
        await main.transaction(() => begun.row())
      },
      async close() {
        quick.close()
        main.close()
      },
    })
  } catch (error) {
    throw failureOf(error)
  }
}
