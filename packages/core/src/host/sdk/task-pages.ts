import { randomBase64Url, systemRuntime } from '../../foundation/index.js'

/**
 * Stands in for the cursors of `tasks/list`. Stores page over the tasks of everybody, and name a page by the last task on
 * it: the SDK's own gives the id of somebody else's task to whoever lists (TL-26).
 */
export interface TaskPages {
  /** A name for a page, which means something to this owner alone. */
  name(cursor: string, owner: string): string
  /** The cursor of the server; `undefined` for a name that this owner was not given. */
  cursorOf(name: string, owner: string): string | undefined
}

/** Beyond these the oldest are forgotten: a client then lists from the start. */
const MAX_OWNERS = 10_000
const MAX_PAGES_OF_ONE = 100

function forgetOldest(map: Map<string, unknown>, room: number): void {
  const [oldest] = map.keys()
  if (map.size > room && oldest !== undefined) map.delete(oldest)
}

export function createTaskPages(): TaskPages {
  const rooms = new Map<string, Map<string, string>>()
  return {
    name(cursor, owner) {
      const pages = rooms.get(owner) ?? new Map<string, string>()
      rooms.delete(owner)
      rooms.set(owner, pages)
      const name = randomBase64Url(16, systemRuntime)
      pages.set(name, cursor)
      forgetOldest(pages, MAX_PAGES_OF_ONE)
      forgetOldest(rooms, MAX_OWNERS)
      return name
    },
    cursorOf: (name, owner) => rooms.get(owner)?.get(name),
  }
}
