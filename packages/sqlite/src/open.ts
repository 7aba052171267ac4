import { ConfigError } from '@sallyport/core/errors'
import Database from 'libsql'
import { accessSync, closeSync, constants, existsSync, openSync } from 'node:fs'
import { failureOf, isBusy } from './failures.js'
import { MIGRATIONS } from './schema.js'

const PATIENCE_MS = 5_000
const PAUSE_MS = 10

/**
 * Creates the file if it is missing and brings its tables to the newest version. Processes that start together wait for
 * each other.
 *
 * @throws {ConfigError} when the file may not be opened, or was written by a newer version of this package
 * @throws {StoreError} when it is no database, or stays locked
 */
export function prepareFile(path: string): void {
  createPrivately(path)
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    try {
      migrate(path)
      return
    } catch (error) {
      const failure = failureOf(error)
      if (!isBusy(failure) || waitedMs >= PATIENCE_MS) throw failure
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
    }
  }
}

/**
 * SQLite gives its write-ahead log the mode of the database, so this one call decides for all files. A file that exists
 * is not opened: closing it again would drop the locks that this process holds on it through SQLite.
 */
function createPrivately(path: string): void {
  try {
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK)
    else closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw new ConfigError(
      {
        option: 'sqliteStore: path',
        anchor: 'sqliteStore',
        problem: `the file "${path}" cannot be opened for writing.`,
        fix: 'Give this process the right to write the file and its directory.',
      },
      { cause: error },
    )
  }
}

function migrate(path: string): void {
  const database = new Database(path)
  try {
    database.exec('PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE')
    database.exec('CREATE TABLE IF NOT EXISTS sallyport_schema (version INTEGER PRIMARY KEY) STRICT')
    const [found] = database.prepare('SELECT max(version) FROM sallyport_schema').raw().get() as [number | null]
    const version = found ?? 0
    if (version > MIGRATIONS.length)
      throw new ConfigError({
        option: 'sqliteStore: path',
        anchor: 'sqliteStore',
        problem: `the file "${path}" was written by a newer version of @sallyport/sqlite.`,
        fix: 'Install that version, or name another file.',
      })
    MIGRATIONS.slice(version).forEach((script, i) => {
      database.exec(script)
      database.prepare('INSERT INTO sallyport_schema VALUES (?)').run(version + i + 1)
    })
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}
