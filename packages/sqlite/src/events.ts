import { fromStored, toStored, type EventLog } from '@sallyport/core/store'
import type { Connection } from './connection.js'

/** Keeps the newest events; the oldest make room. */
export function createEvents(connection: Connection, maxEvents: number): EventLog {
  const insert = connection.prepare('INSERT INTO sallyport_events (at_ms, kind, value) VALUES (?, ?, ?)')
  const newest = connection.prepare('SELECT max(id) FROM sallyport_events')
  const trim = connection.prepare('DELETE FROM sallyport_events WHERE id <= ?')
  const select = connection.prepare(
    `SELECT id, at_ms, kind, value FROM sallyport_events
     WHERE id > ? AND at_ms >= ? AND at_ms < ? AND (?4 IS NULL OR kind IN (SELECT value FROM json_each(?4)))
     ORDER BY id LIMIT ?5`,
  )
  return Object.freeze<EventLog>({
    async append({ atMs, kind, value }) {
      await connection.transaction(() => {
        insert.run(atMs, toStored(kind), toStored(value))
        trim.run(Number(newest.row()?.[0]) - maxEvents)
      })
    },
    async query({ fromMs, toMs, kinds, cursor, limit }) {
      const only = kinds === undefined ? null : JSON.stringify(kinds.map(toStored))
      const rows = await connection.attempt(() => select.rows(Number(cursor ?? 0), fromMs, toMs, only, limit + 1))
      const page = rows.slice(0, limit)
      const events = page.map(([, atMs, kind, value]) => ({
        atMs: Number(atMs),
        kind: fromStored(String(kind)),
        value: fromStored(String(value)),
      }))
      return rows.length > limit ? { events, cursor: String(page.at(-1)?.[0]) } : { events }
    },
  })
}
