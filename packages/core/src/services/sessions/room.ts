import { indexedKeys } from './indexed-keys.js'
import type { SessionContext } from './options.js'
import { reportEnded } from './report.js'
import { expiryOf, parseStored, type StoredSession } from './stored-session.js'

interface LiveSession {
  readonly key: string
  readonly stored: StoredSession
}

const byLastUse = (a: LiveSession, b: LiveSession): number =>
  a.stored.touchedAtMs - b.stored.touchedAtMs || (a.key < b.key ? -1 : 1)

async function liveSession({ records }: SessionContext, key: string): Promise<LiveSession[]> {
  const record = await records.get(key)
  const stored = record && parseStored(record.value)
  return stored && expiryOf(stored) > record.readAtMs ? [{ key, stored }] : []
}

/**
 * Makes room for a session that was just written: of too many of one owner, those unused for longest end. Clients that
 * forget their sessions go on this way, and need not wait for the end of the old ones. Written first and counted
 * afterwards, by an order that all share: whoever counts last has seen all, so the limit holds however many are opened
 * at once.
 *
 * @returns keys of what ended
 */
export async function makeRoom(context: SessionContext, ownerIndex: string): Promise<readonly string[]> {
  const { records, maxPerOwner } = context
  const keys = await indexedKeys(records, ownerIndex)
  if (keys.length <= maxPerOwner) return []
  const live = (await Promise.all(keys.map((key) => liveSession(context, key)))).flat().sort(byLastUse)
  const surplus = live.slice(0, Math.max(live.length - maxPerOwner, 0))
  const ended = await Promise.all(
    surplus.map(async ({ key, stored }) => {
      if (!(await records.delete(key))) return []
      reportEnded(context, stored, key, 'limit')
      return [key]
    }),
  )
  return ended.flat()
}
