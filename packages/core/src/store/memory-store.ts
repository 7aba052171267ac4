import * as z from 'zod/mini'
import { StoreError } from '../errors/index.js'
import { parseOptions, systemRuntime, type Runtime } from '../foundation/index.js'
import { createShares } from './capacity.js'
import { createMemoryBuckets } from './memory-buckets.js'
import { createMemoryEvents } from './memory-events.js'
import { createMemoryRecords } from './memory-records.js'
import { createMemoryRevocations } from './memory-revocations.js'
import type { Store } from './ports.js'

export interface MemoryStoreOptions {
  /**
   * Largest number of records, or of buckets, of a kind (the part of a key before the colon). Default: 10 000 `client`
   * and `flow`, 1 000 `held`, 50 000 `form-used`, 100 000 of every other kind.
   */
  readonly capacity?: Readonly<Record<string, number>>
  /** Largest number of live tombstones. Default 100 000. */
  readonly maxTombstones?: number
  /** Audit events kept; older ones are dropped. Default 10 000. */
  readonly maxEvents?: number
}

const share = z.int().check(z.positive())
const Options = z.strictObject({
  capacity: z._default(z.record(z.string(), share), {}),
  maxTombstones: z._default(share, 100_000),
  maxEvents: z._default(share, 10_000),
})

/**
 * Creates a store in the memory of one process: it forgets everything with it, and answers buckets and revocation
 * synchronously. For tests, development and resource servers that keep
 * nothing. Its room is reserved for each kind: when one is full of live records, the next one of that kind is refused
 * with `StoreError` `capacity` and no live record is displaced. A new bucket is then charged to one shared by all
 * newcomers of its kind.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const store = memoryStore({ capacity: { client: 500 } })
 * await store.records.putIfAbsent('client:c1', '{}', { expiresAtMs: Date.now() + 60_000, indexes: ['kind:client'] })
 * ```
 */
export function memoryStore(options: MemoryStoreOptions = {}, runtime: Runtime = systemRuntime): Store {
  const { capacity, maxTombstones, maxEvents } = parseOptions('memoryStore', Options, options)
  let closed = false
  const assertOpen = (): void => {
    if (closed) throw new StoreError('closed', 'The store is closed.')
  }
  const shareOf = createShares(capacity)
  const buckets = createMemoryBuckets(shareOf, assertOpen, runtime)
  const revocations = createMemoryRevocations(maxTombstones, assertOpen, runtime)
  const tidy = (limit: number): number => {
    const dropped = buckets.sweep(limit)
    return dropped + revocations.sweep(limit - dropped)
  }
  return Object.freeze<Store>({
    records: createMemoryRecords(shareOf, assertOpen, tidy, runtime),
    buckets: buckets.store,
    revocations: revocations.log,
    events: createMemoryEvents(maxEvents, assertOpen),
    clock: 'process',
    durability: 'process',
    async ping() {
      assertOpen()
    },
    async close() {
      closed = true
    },
  })
}
