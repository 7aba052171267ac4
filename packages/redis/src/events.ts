import { fromStored, toStored, type EventLog, type StoredEvent } from '@sallyport/core/store'
import type { Connection } from './connection.js'
import type { Layout } from './layout.js'
import { script } from './script.js'

/** A year. */
const KEPT_MS = 366 * 86_400_000
/** Events looked at in one round trip. */
const LOOKED_AT = 500

/** KEYS stream; ARGV largest number, at, kind, value. */
const APPEND = script(`
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'a', ARGV[2], 'k', ARGV[3], 'v', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ${String(KEPT_MS)})`)

/** KEYS stream; ARGV the place after which to begin, how many. Returns places, each with its fields. */
const READ = script(`return redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])`, 'always')

interface Placed {
  readonly place: string
  readonly event: StoredEvent
}

/** A stream: events come in the order in which the server got them. */
export function createEvents(connection: Connection, layout: Layout, maxEvents: number): EventLog {
  const read = async (after: string): Promise<readonly Placed[]> => {
    const reply = await connection.run(READ, [layout.events], [after, LOOKED_AT])
    return (reply as [string, string[]][]).map(([place, [, atMs, , kind = '', , value = '']]) => ({
      place,
      event: { atMs: Number(atMs), kind: fromStored(kind), value: fromStored(value) },
    }))
  }
  return Object.freeze<EventLog>({
    async append({ atMs, kind, value }) {
      await connection.run(APPEND, [layout.events], [maxEvents, atMs, toStored(kind), toStored(value)])
    },
    async query({ fromMs, toMs, kinds, cursor = '0', limit }) {
      const found: Placed[] = []
      for (let after: string | undefined = cursor; after !== undefined && found.length <= limit;) {
        const batch: readonly Placed[] = await read(after)
        found.push(
          ...batch.filter(({ event: { atMs, kind } }) => {
            return atMs >= fromMs && atMs < toMs && (kinds === undefined || kinds.includes(kind))
          }),
        )
        after = batch.length < LOOKED_AT ? undefined : batch.at(-1)?.place
      }
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const events = page.map(({ event }) => event)
      return found.length > limit && last !== undefined ? { events, cursor: last.place } : { events }
    },
  })
}
