import { systemRuntime, type Runtime } from '../../foundation/index.js'

export interface FakeRuntime extends Runtime {
  /** Moves the clock; waiting `delay`s whose time has come resolve. */
  advance(ms: number): void
  setNow(nowMs: number): void
}

export interface FakeRuntimeOptions {
  /** Start of the clock in milliseconds since the epoch. Default 2026-01-01T00:00:00Z. */
  readonly nowMs?: number
  /** Default: refuses every request. */
  readonly fetch?: Runtime['fetch']
}

/**
 * A runtime whose clock stands still until moved. Chance and digests are real.
 *
 * @example
 * ```ts
 * import { fakeRuntime } from '@sallyport/core/testing'
 *
 * const runtime = fakeRuntime({ nowMs: 1_000 })
 * runtime.advance(500)
 * console.log(runtime.nowMs()) // 1500
 * ```
 */
export function fakeRuntime(options: FakeRuntimeOptions = {}): FakeRuntime {
  let now = options.nowMs ?? Date.UTC(2026, 0, 1)
  let waiting: { readonly atMs: number; readonly wake: () => void }[] = []
  const setNow = (nowMs: number): void => {
    now = nowMs
    const due = waiting.filter((entry) => entry.atMs <= now)
    waiting = waiting.filter((entry) => entry.atMs > now)
    for (const entry of due) entry.wake()
  }
  return {
    ...systemRuntime,
    nowMs: () => now,
    delay: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        waiting.push({ atMs: now + ms, wake: resolve })
        signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      }),
    fetch: options.fetch ?? (() => Promise.reject(new TypeError('fakeRuntime has no network'))),
    advance: (ms) => setNow(now + ms),
    setNow,
  }
}
