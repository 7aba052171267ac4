import { ClassifierError } from '../../errors/index.js'
import type { Runtime } from '../../foundation/index.js'

export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number
  /** How long nothing is asked then, in milliseconds. */
  readonly cooldownMs: number
}

/** Stops asking a service that fails; after a while one request finds out whether it is back. */
export interface CircuitBreaker {
  /** @throws {ClassifierError} `classifier_open`, without asking */
  run<T>(ask: () => Promise<T>, isOutage: (error: unknown) => boolean): Promise<T>
}

export function createBreaker(
  { failures, cooldownMs }: BreakerOptions,
  runtime: Pick<Runtime, 'nowMs'>,
): CircuitBreaker {
  let inARow = 0
  let openUntilMs = 0
  let probe: Promise<unknown> | undefined

  const isClosed = (): boolean => inARow < failures

  function failed(): void {
    inARow += 1
    if (!isClosed()) openUntilMs = runtime.nowMs() + cooldownMs
  }

  async function attempt<T>(ask: () => Promise<T>, isOutage: (error: unknown) => boolean): Promise<T> {
    try {
      const answer = await ask()
      inARow = 0
      return answer
    } catch (error) {
      if (isOutage(error)) failed()
      throw error
    }
  }

  return {
    async run(ask, isOutage) {
      // A verdict takes several requests at once. Those that are not the probe wait for it: if they failed, so would the
      // verdict, and the probe with it, for ever.
      while (probe !== undefined && !isClosed()) await probe
      if (isClosed()) return attempt(ask, isOutage)
      if (runtime.nowMs() < openUntilMs) throw new ClassifierError('classifier_open')
      const probing = attempt(ask, isOutage)
      probe = probing.then(
        () => undefined,
        () => undefined,
      )
      try {
        return await probing
      } finally {
        probe = undefined
      }
    },
  }
}
