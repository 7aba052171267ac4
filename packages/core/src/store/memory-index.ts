import type { IndexPage } from './ports.js'

/** Finds keys by index name, in the order in which they came. */
export interface MemoryIndex {
  /** Returns the names as they are kept: equal texts of many records as one. */
  add(key: string, names: readonly string[]): readonly string[]
  remove(key: string, names: readonly string[]): void
  /** @param placeOf number of the write that entered a key: a walk goes on behind it whatever others add or remove */
  list(name: string, cursor: string | undefined, limit: number, placeOf: (key: string) => number): IndexPage
}

interface Shelf {
  readonly name: string
  readonly keys: Set<string>
}

export function createMemoryIndex(): MemoryIndex {
  /** Most people have one session: a shelf for each would weigh as much as the session, so one key stands for itself. */
  const entries = new Map<string, string | Shelf>()

  const keysOf = (name: string): Iterable<string> => {
    const entry = entries.get(name)
    if (entry === undefined) return []
    return typeof entry === 'string' ? [entry] : entry.keys
  }

  const enter = (key: string, name: string): string => {
    const entry = entries.get(name)
    if (entry === undefined) entries.set(name, key)
    else if (typeof entry !== 'string') {
      entry.keys.add(key)
      return entry.name
    } else if (entry !== key) entries.set(name, { name, keys: new Set([entry, key]) })
    return name
  }

  const leave = (key: string, name: string): void => {
    const entry = entries.get(name)
    if (typeof entry === 'object') entry.keys.delete(key)
    if (entry === key || (typeof entry === 'object' && entry.keys.size === 0)) entries.delete(name)
  }

  return {
    add: (key, names) => names.map((name) => enter(key, name)),
    remove(key, names) {
      for (const name of names) leave(key, name)
    },
    list(name, cursor, limit, placeOf) {
      const after = cursor === undefined ? 0 : Number(cursor)
      const keys: string[] = []
      let reached = after
      for (const key of keysOf(name)) {
        const place = placeOf(key)
        if (place <= after) continue
        if (keys.length === limit) return { keys, cursor: String(reached) }
        keys.push(key)
        reached = place
      }
      return { keys }
    },
  }
}
