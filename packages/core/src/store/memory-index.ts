import type { IndexPage } from './ports.js'

/** Finds keys by index name, in the order in which they came. */
export interface MemoryIndex {
  add(key: string, names: readonly string[]): void
  remove(key: string, names: readonly string[]): void
  /** @param placeOf number of the write that entered a key: a walk goes on behind it whatever others add or remove */
  list(name: string, cursor: string | undefined, limit: number, placeOf: (key: string) => number): IndexPage
}

export function createMemoryIndex(): MemoryIndex {
  /** Most people have one session: a set for each would weigh more than the session. */
  const entries = new Map<string, string | Set<string>>()

  const keysOf = (name: string): Iterable<string> => {
    const keys = entries.get(name) ?? []
    return typeof keys === 'string' ? [keys] : keys
  }

  return {
    add(key, names) {
      for (const name of names) {
        const keys = entries.get(name)
        if (keys === undefined) entries.set(name, key)
        else if (typeof keys !== 'string') keys.add(key)
        else if (keys !== key) entries.set(name, new Set([keys, key]))
      }
    },
    remove(key, names) {
      for (const name of names) {
        const keys = entries.get(name)
        if (keys === key) entries.delete(name)
        if (keys === undefined || typeof keys === 'string') continue
        keys.delete(key)
        if (keys.size === 0) entries.delete(name)
      }
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
