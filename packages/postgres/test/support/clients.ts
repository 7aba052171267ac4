import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import postgres from 'postgres'
import { inject } from 'vitest'
import { queryOf, type PostgresClient, type Query } from '../../src/client.js'

export interface Client {
  readonly client: PostgresClient
  readonly query: Query
  readonly end: () => Promise<void>
}

function opened(client: PostgresClient, end: () => Promise<void>): Client {
  return { client, query: queryOf(client), end }
}

export function pgClient(url: string = inject('postgresUrl'), config: pg.PoolConfig = {}): Client {
  const pool = new pg.Pool({ connectionString: url, max: 16, ...config })
  pool.on('error', () => undefined)
  // A client that is lost twice over, by a message and by its socket, has nobody listening the second time.
  pool.on('connect', (each) => each.on('error', () => undefined))
  return opened(pool, () => pool.end())
}

export function postgresJsClient(url: string = inject('postgresUrl')): Client {
  const sql = postgres(url, { max: 16, onnotice: () => undefined })
  return opened(sql, () => sql.end())
}

export async function pgliteClient(): Promise<Client> {
  const database = await PGlite.create()
  return opened(database, () => database.close())
}

let made = 0

/** A schema that no other test uses, in this process or another. */
export function freshSchema(): string {
  return `test_${process.pid}_${++made}`
}
