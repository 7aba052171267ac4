import { setTimeout } from 'node:timers/promises'

/** What the store needs from the machine; every `Runtime` of core fits. Time is the server's. */
export interface PostgresRuntime {
  /** Resolves after `ms` milliseconds, rejects when aborted. */
  delay(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemRuntime: PostgresRuntime = Object.freeze({
  delay: (ms: number, signal?: AbortSignal) => setTimeout(ms, undefined, signal && { signal }),
})
