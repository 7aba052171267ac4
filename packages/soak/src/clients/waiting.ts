import { setTimeout } from 'node:timers/promises'

/** Waits; ends at once, with the signal's reason, when the run is over. */
export type Pause = (ms: number) => Promise<void>

export function pauseUntil(over: AbortSignal): Pause {
  return async (ms) => {
    over.throwIfAborted()
    // Its own error says only that something was aborted.
    await setTimeout(ms, undefined, { signal: over }).catch(() => over.throwIfAborted())
  }
}

/**
 * Waits for everybody, who all end when `over` does. Whoever ends for another reason ends the others.
 *
 * @throws what the first of them threw
 */
export async function allUntil(over: AbortController, work: readonly Promise<unknown>[]): Promise<void> {
  const failures: unknown[] = []
  const ended = work.map((each) =>
    each.catch((error: unknown) => {
      if (over.signal.aborted) return
      failures.push(error)
      over.abort(error)
    }),
  )
  await Promise.all(ended)
  if (failures.length > 0) throw failures[0]
}
