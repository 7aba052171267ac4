/**
 * A durable store in one file, for one process or several on one machine.
 *
 * Stops: codes, refresh tokens and marks that come back to life when a process is killed; half-written records; two
 * processes that both win a race.
 *
 * Source: design decision "stores"; SQLite "Atomic Commit" and "Write-Ahead Logging".
 *
 * @module
 */
export type { SqliteStoreOptions } from './options.js'
export type { SqliteRuntime } from './runtime.js'
export * from './sqlite-store.js'
