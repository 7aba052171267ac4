import { fromStored, toStored, type EventLog } from '@sallyport/core/store'
import type { Connection } from './connection.js'

/** Keeps the newest events; the oldest make room. */
export function createEvents(connection: Connection, maxEvents: number): EventLog {
  return Object.freeze<EventLog>({
    async append({ atMs, kind, value }) {
      await connection.call('append_event', atMs, toStored(kind), toStored(value), maxEvents)
    },
    async query({ fromMs, toMs, kinds, cursor = '0', limit }) {
      const only = kinds === undefined ? null : JSON.stringify(kinds.map(toStored))
      const rows = await connection.call('list_events', fromMs, toMs, only, cursor, limit + 1)
      const page = rows.slice(0, limit)
      const events = page.map((row) => ({
        atMs: Number(row['at_ms']),
        kind: fromStored(String(row['kind'])),
        value: fromStored(String(row['value'])),
      }))
      return rows.length > limit ? { events, cursor: String(page.at(-1)?.['id']) } : { events }
    },
  })
}
