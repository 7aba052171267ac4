import { StoreError } from '@sallyport/core/errors'
import { createShares, type EventLog, type Store } from '@sallyport/core/store'
import { createBuckets } from './buckets.js'
import { linkTo } from './client.js'
import { connect } from './connection.js'
import { createEvents } from './events.js'
import { createLayout } from './layout.js'
import { readOptions, type RedisStoreOptions } from './options.js'
import { createRecords } from './records.js'
import { createRevocations } from './revocations.js'
import { inspect, type RedisServer } from './server.js'

/** A {@link Store} on Redis. */
export interface RedisStore extends Store {
  readonly events: EventLog
  readonly clock: 'server'
  /** `disk` once {@link describe} or `ping` has found every master with `appendfsync always`; `process` until then. */
  readonly durability: 'process' | 'disk'
  /**
   * Asks every master for its version and for what it keeps over a crash.
   *
   * @throws {ConfigError} when one of them evicts keys, or is too old
   * @throws {StoreError} when one of them does not answer
   */
  describe(): Promise<RedisDescription>
}

/** What the store runs on, for logs and status pages. */
export interface RedisDescription {
  readonly cluster: boolean
  /** The masters, in no order. */
  readonly servers: readonly RedisServer[]
  readonly durability: 'process' | 'disk'
}

/**
 * Makes a store of a client that is connected to Redis 7 or newer, or to Valkey: for several processes on several
 * machines. Synchronous and without I/O; `ping`, which `sallyport.ready()` calls, refuses a server that evicts keys.
 *
 * Source: design decision "stores" (F-92). Every verb is one script; on a Cluster, writes take three steps, and
 * a fourth when they lose.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { redisStore } from '@sallyport/redis'
 * import { createClient } from 'redis'
 *
 * const client = await createClient({ url: 'redis://127.0.0.1:6379' }).connect()
 * const store = redisStore({ client })
 * await store.ping()
 * ```
 */
export function redisStore(options: RedisStoreOptions): RedisStore {
  const { client, prefix, capacity, maxTombstones, maxEvents, timeoutMs } = readOptions(options)
  const link = linkTo(client)
  const connection = connect(link, timeoutMs)
  const layout = createLayout(prefix)
  const shareOf = createShares(capacity)
  let durability: RedisDescription['durability'] = 'process'

  const describe = (): Promise<RedisDescription> =>
    connection.attempt(async () => {
      const servers = await Promise.all((await link.masters()).map(inspect))
      if (servers.length === 0) throw new StoreError('unavailable', 'No master is known.')
      durability = servers.every(({ appendfsync }) => appendfsync === 'always') ? 'disk' : 'process'
      return Object.freeze({ cluster: link.cluster, servers: Object.freeze(servers), durability })
    })

  return Object.freeze<RedisStore>({
    records: createRecords(connection, layout, shareOf, timeoutMs),
    buckets: createBuckets(connection, layout, shareOf),
    revocations: createRevocations(connection, layout, maxTombstones),
    events: createEvents(connection, layout, maxEvents),
    clock: 'server',
    get durability() {
      return durability
    },
    describe,
    async ping() {
      await describe()
    },
    async close() {
      connection.close()
    },
  })
}
