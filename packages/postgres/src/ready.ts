import type { Query } from './client.js'
import { wrong, type Settings } from './options.js'
import { migration, NEWEST_VERSION } from './schema/index.js'

/** `gen_random_uuid` and text hashing came by 13; older servers are no longer maintained. */
const OLDEST_SERVER = 130_000

/**
 * Checks that the server keeps what the store promises, and brings its tables to the newest version. A role that may not
 * create anything is enough once they are there.
 *
 * @throws {ConfigError} when the server cannot serve as a store, or holds tables of a newer version
 */
export async function prepare(query: Query, { schema, unsafelyAllowFsyncOff }: Settings): Promise<void> {
  const [server = {}] = await query(`SELECT current_setting('server_version_num')::int AS version,
    current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
    current_setting('transaction_isolation') AS isolation, pg_is_in_recovery() AS standby`)
  if (Number(server['version']) < OLDEST_SERVER)
    throw wrong('client', 'the server is older than Postgres 13.', 'Use a version that is maintained.')
  if (server['encoding'] !== 'UTF8')
    throw wrong('client', 'the database is not encoded in UTF8.', "Create one with ENCODING 'UTF8'.")
  if (server['standby'] === true)
    throw wrong('client', 'the server is a standby, which lags.', 'Connect to the primary server.')
  if (server['isolation'] !== 'read committed')
    throw wrong(
      'client',
      'default_transaction_isolation is not "read committed".',
      'Leave it at its default for the role that the store connects as.',
    )
  if (server['fsync'] !== 'on' && !unsafelyAllowFsyncOff)
    throw wrong(
      'client',
      'fsync is off: the server may lose acknowledged writes.',
      'Turn fsync on, or set unsafelyAllowFsyncOff for a database that may be lost.',
    )
  if ((await versionOf(query, schema)) < NEWEST_VERSION) await query(migration(`"${schema}"`))
  if ((await versionOf(query, schema)) > NEWEST_VERSION)
    throw wrong(
      'schema',
      `the schema "${schema}" was written by a newer version of @sallyport/postgres.`,
      'Install that version, or name another schema.',
    )
}

async function versionOf(query: Query, schema: string): Promise<number> {
  const [table] = await query(`SELECT to_regclass('"${schema}".schema_version') IS NOT NULL AS found`)
  if (table?.['found'] !== true) return 0
  const [row] = await query(`SELECT coalesce(max(version), 0) AS version FROM "${schema}".schema_version`)
  return Number(row?.['version'])
}
