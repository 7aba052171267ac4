import { ConfigError } from '@sallyport/core/errors'
import { isRedisClient, type RedisClient } from './client.js'

export interface RedisStoreOptions {
  /**
   * A connected client of your own: `Redis` or `Cluster` of `ioredis`, or `createClient` or `createCluster` of `redis`.
   * The store neither connects nor closes it.
   */
  readonly client: RedisClient
  /** What every key begins with. Deployments that share a server need different ones. Default `sallyport:`. */
  readonly prefix?: string
  /**
   * Largest number of records, or of buckets, of a kind (the part of a key before the colon). Default: 10 000 `client`
   * and `flow`, 1 000 `held`, 50 000 `form-used`, 100 000 of every other kind.
   */
  readonly capacity?: Readonly<Record<string, number>>
  /** Largest number of live tombstones. Default 100 000. */
  readonly maxTombstones?: number
  /** Audit events kept, give or take a hundred; older ones are dropped. Default 10 000. */
  readonly maxEvents?: number
  /** Milliseconds after which a verb fails with `StoreError` `unavailable`. Default 2 000. */
  readonly timeoutMs?: number
}

export type Settings = Required<RedisStoreOptions>

const NAMES = ['client', 'prefix', 'capacity', 'maxTombstones', 'maxEvents', 'timeoutMs']
/** A brace in front of ours would be taken for the hash tag. */
const PREFIX = /^[\w:.-]{1,64}$/

/** @throws {ConfigError} naming the first wrong option */
export function readOptions(options: RedisStoreOptions): Settings {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name))
  if (unknown !== undefined) throw wrong(unknown, 'there is no such option.', 'Remove it, or check its spelling.')
  const { client, prefix = 'sallyport:', capacity = {} } = options
  const { maxTombstones = 100_000, maxEvents = 10_000, timeoutMs = 2_000 } = options
  if (!isRedisClient(client))
    throw wrong('client', 'is no client of Redis.', 'Pass a client of "ioredis" or of "redis" (4 or newer).')
  if (typeof prefix !== 'string' || !PREFIX.test(prefix))
    throw wrong('prefix', 'is not 1 to 64 letters, digits or "_:.-".', 'Write a prefix like "notes:".')
  for (const [kind, share] of Object.entries(capacity)) assertCount(`capacity.${kind}`, share)
  assertCount('maxTombstones', maxTombstones)
  assertCount('maxEvents', maxEvents)
  assertCount('timeoutMs', timeoutMs)
  return Object.freeze({
    client,
    prefix,
    capacity: Object.freeze({ ...capacity }),
    maxTombstones,
    maxEvents,
    timeoutMs,
  })
}

function assertCount(name: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    throw wrong(name, 'is not a whole number above 0.', 'Write a number like 10000, or leave the option out.')
}

function wrong(name: string, problem: string, fix: string): ConfigError {
  return new ConfigError({ option: `redisStore: ${name}`, anchor: 'redisStore', problem, fix })
}
