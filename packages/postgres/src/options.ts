import { ConfigError } from '@sallyport/core/errors'
import { isPostgresClient, type PostgresClient } from './client.js'

export interface PostgresStoreOptions {
  /** A pool of `pg`, a `postgres` instance, or a PGlite database. It stays yours: closing the store leaves it open. */
  readonly client: PostgresClient
  /**
   * Schema of its tables and functions, created at the first use. Lower-case letters, digits and underscores.
   * Default `sallyport`.
   */
  readonly schema?: string
  /** Milliseconds after which a verb that has no answer fails with `StoreError` `unavailable`. Default 5 000. */
  readonly timeoutMs?: number
  /**
   * Largest number of records, or of buckets, of a kind (the part of a key before the colon). Default: 10 000 `client`
   * and `flow`, 1 000 `held`, 50 000 `form-used`, 100 000 of every other kind.
   */
  readonly capacity?: Readonly<Record<string, number>>
  /** Largest number of live tombstones. Default 100 000. */
  readonly maxTombstones?: number
  /** Audit events kept; older ones are dropped. Default 1 000 000. */
  readonly maxEvents?: number
  /**
   * Accepts a server with `fsync` off, as PGlite is, which may lose acknowledged writes when its machine stops. Such a
   * store has the durability `process`. Default false.
   */
  readonly unsafelyAllowFsyncOff?: boolean
}

export type Settings = Required<PostgresStoreOptions>

const DEFAULTS = {
  schema: 'sallyport',
  timeoutMs: 5_000,
  capacity: {},
  maxTombstones: 100_000,
  maxEvents: 1_000_000,
  unsafelyAllowFsyncOff: false,
}
const NAMES = ['client', ...Object.keys(DEFAULTS)]

/** 63 bytes is as long as a name may be (NAMEDATALEN); names that begin with `pg_` are the server's own. */
const SCHEMA = /^(?!pg_)[a-z_][a-z0-9_]{0,62}$/

/** @throws {ConfigError} naming the first wrong option */
export function readOptions(options: PostgresStoreOptions): Settings {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name))
  if (unknown !== undefined) throw wrong(unknown, 'there is no such option.', 'Remove it, or check its spelling.')
  const settings: Settings = { ...DEFAULTS, ...withoutUndefined(options) }
  const { client, schema, capacity, unsafelyAllowFsyncOff } = settings
  if (!isPostgresClient(client))
    throw wrong('client', 'has neither query() nor unsafe().', 'Pass a pg Pool, a postgres instance or a PGlite.')
  if (typeof schema !== 'string' || !SCHEMA.test(schema))
    throw wrong(
      'schema',
      'is not a plain name.',
      'Use lower-case letters, digits and underscores, for example "notes".',
    )
  if (typeof unsafelyAllowFsyncOff !== 'boolean')
    throw wrong('unsafelyAllowFsyncOff', 'is neither true nor false.', 'Write true or false.')
  for (const [kind, share] of Object.entries(capacity)) assertCount(`capacity.${kind}`, share)
  for (const name of ['timeoutMs', 'maxTombstones', 'maxEvents'] as const) assertCount(name, settings[name])
  return Object.freeze({ ...settings, capacity: Object.freeze({ ...capacity }) })
}

function withoutUndefined(options: PostgresStoreOptions): PostgresStoreOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as PostgresStoreOptions
}

function assertCount(name: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    throw wrong(name, 'is not a whole number above 0.', 'Write a number like 10000, or leave the option out.')
}

export function wrong(name: string, problem: string, fix: string): ConfigError {
  return new ConfigError({ option: `postgresStore: ${name}`, anchor: 'postgresStore', problem, fix })
}
