import { createShares, type EventLog, type Store } from '@sallyport/core/store'
import { createBuckets } from './buckets.js'
import { connect } from './connection.js'
import { createEvents } from './events.js'
import { readOptions, type PostgresStoreOptions } from './options.js'
import { createRecords } from './records.js'
import { createRevocations } from './revocations.js'
import { systemRuntime, type PostgresRuntime } from './runtime.js'

/** A {@link Store} in a Postgres database. */
export interface PostgresStore extends Store {
  readonly events: EventLog
  readonly clock: 'server'
}

/**
 * Creates a store that any number of processes share. It connects, and creates its tables, at the first verb or `ping`.
 * Each verb is one statement, one round trip and one transaction; expiry, buckets and shares are judged by the
 * server's clock. What a verb has acknowledged survives a crash of the server and of its machine; of the buckets alone,
 * the last second may be lost.
 *
 * Source: design decision "stores"; features F-40, F-92.
 *
 * @throws {ConfigError} when an option is wrong; from the first verb, when the server cannot serve as a store
 * @example
 * ```ts
 * import { postgresStore } from '@sallyport/postgres'
 * import pg from 'pg'
 *
 * const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] })
 * pool.on('error', (error) => console.error('idle connection lost', error.message))
 * const store = postgresStore({ client: pool })
 * await store.ping()
 * ```
 */
export function postgresStore(options: PostgresStoreOptions, runtime: PostgresRuntime = systemRuntime): PostgresStore {
  const settings = readOptions(options)
  const connection = connect(settings, runtime)
  const shareOf = createShares(settings.capacity)
  return Object.freeze<PostgresStore>({
    records: createRecords(connection, shareOf),
    buckets: createBuckets(connection, shareOf),
    revocations: createRevocations(connection, settings.maxTombstones),
    events: createEvents(connection, settings.maxEvents),
    clock: 'server',
    durability: settings.unsafelyAllowFsyncOff ? 'process' : 'disk',
    async ping() {
      await connection.call('ping')
    },
    async close() {
      connection.close()
    },
  })
}
