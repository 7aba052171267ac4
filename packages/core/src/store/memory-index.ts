import type { IndexPage } from './ports.js'

/** Finds keys by index name. Entries keep the place at which they came, so a walk survives what others add or remove. */
export interface MemoryIndex {
  add(key: string, names: readonly string[]): void
  remove(key: string, names: readonly string[]): void
  list(name: string, cursor: string | undefined, limit: number): IndexPage
}

export function createMemoryIndex(): MemoryIndex {
  const places = new Map<string, Map<string, number>>()
  let last = 0
  return {
    add(key, names) {
      for (const name of names) {
        const keys = places.get(name) ?? new Map<string, number>()
        if (!keys.has(key)) keys.set(key, ++last)
        places.set(name, keys)
      }
    },
    remove(key, names) {
      for (const name of names) {
        const keys = places.get(name)
        keys?.delete(key)
        if (keys?.size === 0) places.delete(name)
      }
    },
    list(name, cursor, limit) {
      const after = cursor === undefined ? 0 : Number(cursor)
      const keys: string[] = []
      let reached = after
      for (const [key, place] of places.get(name) ?? []) {
        if (place <= after) continue
        if (keys.length === limit) return { keys, cursor: String(reached) }
        keys.push(key)
        reached = place
      }
      return { keys }
    },
  }
}
