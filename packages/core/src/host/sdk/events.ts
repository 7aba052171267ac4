import type { Access } from '../../compositions/resource-server/index.js'
import { systemRuntime } from '../../foundation/index.js'
import { member } from './messages.js'
import { ownerOf } from './owner.js'
import type { Session } from './session.js'
import type { Wire } from './types.js'

/** `EventStore` of the SDKs: what a client may have missed, by stream. */
interface EventStore {
  storeEvent(streamId: string, message: object): Promise<string>
  getStreamIdForEventId?(eventId: string): Promise<string | undefined>
  replayEventsAfter(lastEventId: string, target: Replay): Promise<string>
}

interface Replay {
  send(eventId: string, message: object): Promise<void>
}

const isEventStore = (value: unknown): value is EventStore =>
  typeof value === 'object' && value !== null && 'storeEvent' in value && 'replayEventsAfter' in value

/** Letters and digits: stores take names apart at other characters. */
async function nameOf(owner: string, sessionId: string | undefined): Promise<string> {
  const digest = await systemRuntime.sha256(JSON.stringify([owner, sessionId ?? null]))
  return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The streams of one session in a store of many. Whose stream an event belongs to is known once the store has said it. */
function ownEvents(store: EventStore, room: () => Promise<string>): EventStore {
  const local = (streamId: string | undefined, name: string): string | undefined =>
    streamId?.startsWith(`${name}.`) === true ? streamId.slice(name.length + 1) : undefined
  const streamOf = store.getStreamIdForEventId?.bind(store)
  return {
    storeEvent: async (streamId, message) => store.storeEvent(`${await room()}.${streamId}`, message),
    ...(streamOf && { getStreamIdForEventId: async (eventId) => local(await streamOf(eventId), await room()) }),
    async replayEventsAfter(lastEventId, target) {
      const missed: [string, object][] = []
      const streamId = await store.replayEventsAfter(lastEventId, {
        send: (eventId, message) => Promise.resolve(void missed.push([eventId, message])),
      })
      const own = local(streamId, await room())
      if (own === undefined) return ''
      for (const [eventId, message] of missed) await target.send(eventId, message)
      return own
    },
  }
}

/**
 * Keeps the events of a session apart in a store that sessions share: the SDKs replay whatever event a client names, and
 * call the stream of every session alike (ST-30, ST-31). The Node transports have their store in another transport.
 */
export function guardEvents(transport: Wire, access: Access, session: Session): void {
  const room = (): Promise<string> => {
    const principal = access.principalOf(session.authInfo)
    return nameOf(principal === undefined ? '' : ownerOf(principal), transport.sessionId)
  }
  for (const holder of [transport, member(transport, '_webStandardTransport')] as { _eventStore?: unknown }[]) {
    const store = member(holder, '_eventStore')
    if (isEventStore(store)) holder._eventStore = ownEvents(store, room)
  }
}
