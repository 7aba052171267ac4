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
  let probing = false

  function failed(): void {
    inARow += 1
    if (inARow >= failures) openUntilMs = runtime.nowMs() + cooldownMs
  }

  return {
    async run(ask, isOutage) {
      const halfOpen = inARow >= failures
      if (halfOpen && (probing || runtime.nowMs() < openUntilMs)) throw new ClassifierError('classifier_open')
      if (halfOpen) probing = true
      try {
        const answer = await ask()
        inARow = 0
        return answer
      } catch (error) {
        if (isOutage(error)) failed()
        throw error
      } finally {
        if (halfOpen) probing = false
      }
    },
  }
}
