/** Beyond these the oldest hear nothing: a notification is a courtesy, the store decides. */
const MAX_LISTENERS = 10_000

interface Listener {
  readonly endsAtMs: number
  readonly tell: () => void
}

/** Who in this process waits for which question. */
export interface Listeners {
  add(id: string, endsAtMs: number, nowMs: number, tell: () => void): () => void
  /** Tells those who wait for this question, once. */
  tell(id: string): void
}

export function createListeners(): Listeners {
  const waiting = new Map<string, Set<Listener>>()
  let count = 0

  function forget(id: string, listener: Listener): void {
    const set = waiting.get(id)
    if (set?.delete(listener) !== true) return
    count--
    if (set.size === 0) waiting.delete(id)
  }

  /** Without a timer: what nobody answered goes when the next one comes. */
  function makeRoom(nowMs: number): void {
    for (const [id, set] of waiting) {
      for (const listener of set) {
        if (listener.endsAtMs > nowMs && count < MAX_LISTENERS) return
        forget(id, listener)
      }
    }
  }

  return {
    add(id, endsAtMs, nowMs, tell) {
      makeRoom(nowMs)
      const listener: Listener = { endsAtMs, tell }
      waiting.set(id, (waiting.get(id) ?? new Set()).add(listener))
      count++
      return () => forget(id, listener)
    },
    tell(id) {
      const told = [...(waiting.get(id) ?? [])]
      for (const listener of told) {
        forget(id, listener)
        listener.tell()
      }
    },
  }
}
