import type { EventLog, StoredEvent } from './ports.js'

/** Keeps the newest events; the oldest make room. */
export function createMemoryEvents(maxEvents: number, assertOpen: () => void): EventLog {
  let events: { readonly place: number; readonly event: StoredEvent }[] = []
  let last = 0
  return Object.freeze<EventLog>({
    async append(event) {
      assertOpen()
      events.push({ place: ++last, event: Object.freeze({ ...event }) })
      // Cutting at twice the size makes the cost of a copy rare.
      if (events.length >= 2 * maxEvents) events = events.slice(-maxEvents)
    },
    async query({ fromMs, toMs, kinds, cursor, limit }) {
      assertOpen()
      const after = cursor === undefined ? 0 : Number(cursor)
      const found = events
        .slice(-maxEvents)
        .filter(({ place, event }) => place > after && event.atMs >= fromMs && event.atMs < toMs)
        .filter(({ event }) => kinds === undefined || kinds.includes(event.kind))
      const page = found.slice(0, limit)
      const next = page.at(-1)
      return {
        events: page.map(({ event }) => event),
        ...(found.length > limit && next !== undefined && { cursor: String(next.place) }),
      }
    },
  })
}
