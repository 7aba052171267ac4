/**
 * A store on Postgres, for several processes on several machines.
 *
 * Stops: codes, refresh tokens and marks that two processes both accept; revocations that a reader misses; limits that
 * each process counts for itself; clocks that differ.
 *
 * Source: design decision "stores"; PostgreSQL documentation, chapters 13 (concurrency control) and 30 (reliability).
 *
 * @module
 */
export type { PostgresClient, QueryClient, UnsafeClient } from './client.js'
export type { PostgresStoreOptions } from './options.js'
export * from './postgres-store.js'
export type { PostgresRuntime } from './runtime.js'
