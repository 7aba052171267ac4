import { expect } from 'vitest'
import type { Query } from '../../src/client.js'

/** What no crash and no race may break: counters count what there is, entries and records belong together. */
export async function expectConsistent(query: Query, schema: string): Promise<void> {
  const kinds = (what: string, table: string): string => `
    SELECT coalesce(c.kind, t.kind) AS kind FROM
      (SELECT kind, sum(count) AS n FROM "${schema}".counts WHERE what = '${what}' GROUP BY kind) c
      FULL JOIN (SELECT kind, count(*) AS n FROM "${schema}".${table} GROUP BY kind) t ON t.kind = c.kind
    WHERE coalesce(c.n, 0) <> coalesce(t.n, 0)`
  expect(await query(kinds('record', 'records'))).toEqual([])
  expect(await query(kinds('bucket', 'buckets'))).toEqual([])
  expect(await query(`SELECT what FROM "${schema}".counts WHERE count < 0`)).toEqual([])
  const [log] = await query(`SELECT l.live = (SELECT count(*) FROM "${schema}".tombstones) AS counted,
    l.seq >= (SELECT coalesce(max(t.seq), 0) FROM "${schema}".tombstones t) AS numbered FROM "${schema}".revocation_log l`)
  expect(log).toEqual({ counted: true, numbered: true })
}
