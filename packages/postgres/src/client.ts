/** The part of a pool of `pg`, and of a PGlite database, that the store uses. */
export interface QueryClient {
  query(text: string, values: unknown[]): PromiseLike<{ readonly rows: readonly unknown[] }>
}

/** The part of a `postgres` (postgres.js) instance that the store uses. */
export interface UnsafeClient {
  unsafe(text: string, values: string[], options: { prepare: boolean }): PromiseLike<readonly unknown[]>
}

/** A pool of `pg`, a `postgres` instance, a PGlite database, or anything with one of these two methods. */
export type PostgresClient = QueryClient | UnsafeClient

/** What a statement may be given; everything travels as text, so that drivers cannot differ in how they write it. */
export type Parameter = string | number | null

export type ResultRow = Readonly<Record<string, unknown>>

/** Runs one statement with parameters and returns its rows. */
export type Query = (text: string, ...values: readonly Parameter[]) => Promise<readonly ResultRow[]>

export function isPostgresClient(client: unknown): client is PostgresClient {
  if ((typeof client !== 'object' && typeof client !== 'function') || client === null) return false
  return isUnsafe(client) || ('query' in client && typeof client.query === 'function')
}

/** One function for all drivers. postgres.js is the one with `unsafe`: its name for a text with `$1` in it. */
export function queryOf(client: PostgresClient): Query {
  if (isUnsafe(client)) {
    // Its types know no null among the values; it writes one as NULL all the same.
    return async (text, ...values) =>
      (await client.unsafe(text, values.map(asText) as string[], { prepare: true })) as readonly ResultRow[]
  }
  return async (text, ...values) => (await client.query(text, values.map(asText))).rows as readonly ResultRow[]
}

function isUnsafe(client: object): client is UnsafeClient {
  return 'unsafe' in client && typeof client.unsafe === 'function'
}

function asText(value: Parameter): string | null {
  return value === null ? null : String(value)
}
