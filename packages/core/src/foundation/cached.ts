import type { Runtime } from './runtime.js'

/** A value that is loaded once for all who ask at the same time. */
export interface Cached<T> {
  /** The value in hand, or a new one when that is older than its age allows. A value in hand outlives a failing reload. */
  get(): Promise<T>
  /** A new value, unless the last attempt is younger than the pause: then the one in hand. */
  reload(): Promise<T>
}

export interface CachedOptions {
  readonly maxAgeMs: number
  /** Shortest time between two attempts while there is a value in hand. */
  readonly pauseMs: number
}

/** Before the first success every failure reaches the caller, and every call tries anew. */
export function createCached<T>(
  load: () => Promise<T>,
  { maxAgeMs, pauseMs }: CachedOptions,
  runtime: Pick<Runtime, 'nowMs'>,
): Cached<T> {
  let held: { readonly value: T; readonly atMs: number } | undefined
  let loading: Promise<T> | undefined
  let triedAtMs = -Infinity

  async function attempt(): Promise<T> {
    try {
      triedAtMs = runtime.nowMs()
      const value = await load()
      held = { value, atMs: runtime.nowMs() }
      return value
    } finally {
      loading = undefined
    }
  }
  const loadOnce = (): Promise<T> => (loading ??= attempt())
  const mayRetry = (): boolean => runtime.nowMs() - triedAtMs >= pauseMs

  return {
    async get() {
      if (held === undefined) return loadOnce()
      const { value, atMs } = held
      if (runtime.nowMs() - atMs < maxAgeMs || (loading === undefined && !mayRetry())) return value
      return loadOnce().catch(() => value)
    },
    async reload() {
      if (held !== undefined && loading === undefined && !mayRetry()) return held.value
      return loadOnce()
    },
  }
}
