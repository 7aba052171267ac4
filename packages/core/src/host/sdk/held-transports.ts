import type { Runtime } from '../../foundation/index.js'
import type { Sallyport } from '../../sallyport/index.js'

/** One transport, and what is going on there. */
export interface HeldTransport {
  readonly transport: {
    readonly sessionId?: string | undefined
    handleRequest(request: object, second?: object, parsedBody?: unknown): Promise<unknown>
    close(): Promise<void>
  }
  /** Calls that have not been answered to their end. */
  calls: number
  usedAtMs: number
  /** Its session has ended; it closes after its last call. */
  isOver: boolean
}

/** Transports by the names of their sessions, the one unused for longest first. */
export function createHeldTransports(
  sessions: Sallyport['sessions']['transports'],
  limits: { readonly maxTransports: number; readonly idleMs: number },
  runtime: Pick<Runtime, 'nowMs'>,
) {
  const held = new Map<string, HeldTransport>()

  /** A transport that does not close in good order is gone all the same. */
  async function shut({ transport }: HeldTransport): Promise<void> {
    try {
      await transport.close()
    } catch {
      // Nobody holds it any more.
    }
  }

  function drop(name: string, entry: HeldTransport): Promise<void> {
    held.delete(name)
    entry.isOver = true
    return entry.calls === 0 ? shut(entry) : Promise.resolve()
  }

  async function evict(name: string, entry: HeldTransport): Promise<void> {
    await drop(name, entry)
    // Without its transport it would answer nobody: its client is to begin another one.
    await sessions.closed(name, 'limit')
  }

  const isIdle = ({ calls, usedAtMs }: HeldTransport): boolean =>
    calls === 0 && runtime.nowMs() - usedAtMs >= limits.idleMs

  function surplus(): readonly [string, HeldTransport][] {
    const entries = [...held]
    const over = entries.length - limits.maxTransports
    return entries.filter(([, entry], index) => index < over || isIdle(entry))
  }

  const stopListening = sessions.onEnded((name) => {
    const entry = held.get(name)
    if (entry !== undefined) void drop(name, entry)
  })

  return {
    get size() {
      return held.size
    },
    async add(name: string, entry: HeldTransport): Promise<void> {
      held.set(name, entry)
      if (held.size <= limits.maxTransports) return
      await Promise.all(surplus().map(([other, old]) => evict(other, old)))
    },
    find(name: string): HeldTransport | undefined {
      const entry = held.get(name)
      if (entry === undefined) return undefined
      held.delete(name)
      held.set(name, entry)
      entry.usedAtMs = runtime.nowMs()
      return entry
    },
    /** The transport closes itself: its client has ended the session. */
    forget: (name: string) => void held.delete(name),
    /** @returns what ends the call; twice does nothing */
    enter(entry: HeldTransport): () => void {
      entry.calls++
      let isRunning = true
      return () => {
        if (!isRunning) return
        isRunning = false
        entry.calls--
        entry.usedAtMs = runtime.nowMs()
        if (entry.isOver && entry.calls === 0) void shut(entry)
      }
    },
    async sweep(): Promise<number> {
      const before = held.size
      await Promise.all(surplus().map(([name, entry]) => evict(name, entry)))
      const alive = await sessions.alive([...held.keys()])
      await Promise.all([...held].map(([name, entry]) => (alive.has(name) ? undefined : drop(name, entry))))
      return before - held.size
    },
    async close(): Promise<void> {
      stopListening()
      const all = [...held.values()]
      held.clear()
      await Promise.all(all.map(shut))
    },
  }
}
