import { setTimeout } from 'node:timers/promises'

/** What the store needs from the machine; every `Runtime` of core fits. */
export interface SqliteRuntime {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** Resolves after `ms` milliseconds. */
  delay(ms: number): Promise<void>
}

export const systemRuntime: SqliteRuntime = Object.freeze({
  nowMs: () => Date.now(),
  delay: (ms: number) => setTimeout(ms),
})
