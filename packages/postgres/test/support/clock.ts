import type { Query } from '../../src/client.js'

export interface ServerClock {
  nowMs(): number
  advance(ms: number): Promise<void>
}

/** Puts a clock into a schema that is set by hand, in the place of the server's: edges are met to the millisecond. */
export async function fakeServerClock(query: Query, schema: string): Promise<ServerClock> {
  let nowMs = Date.now()
  await query(`CREATE TABLE "${schema}".test_clock AS SELECT ${nowMs}::double precision AS now_ms`)
  await query(`CREATE OR REPLACE FUNCTION "${schema}".now_ms() RETURNS DOUBLE PRECISION LANGUAGE sql VOLATILE AS
    $fn$ SELECT now_ms FROM "${schema}".test_clock $fn$`)
  return {
    nowMs: () => nowMs,
    async advance(ms) {
      nowMs += ms
      await query(`UPDATE "${schema}".test_clock SET now_ms = $1`, nowMs)
    },
  }
}

/** As the schema was when it was created. */
export async function empty(query: Query, schema: string): Promise<void> {
  const tables = ['records', 'buckets', 'counts', 'tombstones', 'events']
  await query(`DO $do$ BEGIN
    ${tables.map((table) => `DELETE FROM "${schema}".${table};`).join('\n')}
    UPDATE "${schema}".revocation_log SET seq = 0, trimmed_seq = 0, live = 0;
  END $do$`)
}
