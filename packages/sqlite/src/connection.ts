import { StoreError } from '@sallyport/core/errors'
import Database from 'libsql'
import { failureOf, isBusy } from './failures.js'
import type { SqliteRuntime } from './runtime.js'

/** How long a statement may hold up the event loop while another process writes. */
const BUSY_TIMEOUT_MS = 20
/** How long a verb tries before it gives up with `StoreError` `busy`. */
const PATIENCE_MS = 2_000
const LONGEST_PAUSE_MS = 100

/** A row as SQLite returns it. */
export type Row = readonly (string | number | null)[]

export interface Statement {
  run(...params: readonly (string | number | null)[]): number
  row(...params: readonly (string | number | null)[]): Row | undefined
  rows(...params: readonly (string | number | null)[]): readonly Row[]
}

/** One connection whose every step is refused once it is closed. */
export interface Connection {
  prepare(sql: string): Statement
  /** Runs one step now and, while another process writes, again after a pause. */
  attempt<T>(step: () => T): T | Promise<T>
  /** {@link attempt} as one transaction that holds the write lock from its first statement. */
  transaction<T>(step: () => T): T | Promise<T>
  close(): void
}

export function connect(path: string, synchronous: 'FULL' | 'NORMAL', runtime: SqliteRuntime): Connection {
  const database = new Database(path)
  // Without fullfsync a Mac's disk keeps acknowledged writes in its own memory; elsewhere it says nothing.
  database.exec(`PRAGMA busy_timeout = ${String(BUSY_TIMEOUT_MS)}; PRAGMA synchronous = ${synchronous};
    PRAGMA fullfsync = ${synchronous === 'FULL' ? '1' : '0'}`)
  let open = true

  const guarded = <T>(step: () => T): T => {
    if (!open) throw new StoreError('closed', 'The store is closed.')
    try {
      return step()
    } catch (error) {
      throw failureOf(error)
    }
  }

  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const atomic = <T>(step: () => T): T => {
    begin.run()
    try {
      const result = step()
      commit.run()
      return result
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  const attempt = <T>(step: () => T): T | Promise<T> => {
    try {
      return guarded(step)
    } catch (error) {
      if (!isBusy(error)) throw error
      return again(() => guarded(step), error, runtime)
    }
  }

  return {
    prepare(sql) {
      const statement = database.prepare(sql)
      if (statement.reader) statement.raw()
      return {
        run: (...params) => statement.run(...params).changes,
        row: (...params) => statement.get(...params) as Row | undefined,
        rows: (...params) => statement.all(...params) as readonly Row[],
      }
    },
    attempt,
    transaction: (step) => attempt(() => atomic(step)),
    close() {
      if (!open) return
      open = false
      database.close()
    },
  }
}

async function again<T>(step: () => T, first: unknown, runtime: SqliteRuntime): Promise<T> {
  let failure = first
  let pauseMs = 2
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += pauseMs) {
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
    await runtime.delay(pauseMs)
    try {
      return step()
    } catch (error) {
      if (!isBusy(error)) throw error
      failure = error
    }
  }
  throw failure
}
