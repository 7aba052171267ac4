import { StoreError } from '../../../src/errors/index.js'
import type { Store } from '../../../src/store/index.js'

export interface FaultyStore {
  readonly store: Store
  /** Lets the n-th call from now on fail: before it has an effect, or after it, when only the answer is lost. */
  failAt(call: number, when: 'before' | 'after'): void
  heal(): void
  /** Whether the failure has happened. */
  failed(): boolean
}

export const outage = { code: 'ERR_STORE', reason: 'unavailable' }

/** The same part of a store, each of its calls handed to `around` first. */
export function aroundCalls<Part extends object>(
  part: Part,
  around: (call: () => unknown, parameters: readonly unknown[]) => unknown,
): Part {
  const members = Object.entries(part as Record<string, (...all: unknown[]) => unknown>)
  return Object.fromEntries(
    members.map(([name, member]) => [name, (...all: unknown[]) => around(() => member(...all), all)]),
  ) as Part
}

/** A store that loses one call to records or revocations, as a crash of store, network or process would. */
export function faultyStore(inner: Store): FaultyStore {
  let remaining = Infinity
  let when: 'before' | 'after' = 'before'
  let failed = false

  const lost = (): never => {
    failed = true
    throw new StoreError('unavailable', 'The call is lost.')
  }
  const faulty = <Part extends object>(part: Part): Part =>
    aroundCalls(part, (call) => {
      const isDue = --remaining === 0
      if (isDue && when === 'before') lost()
      const result = call()
      if (!isDue) return result
      return result instanceof Promise ? result.then(lost) : lost()
    })

  return {
    store: { ...inner, records: faulty(inner.records), revocations: faulty(inner.revocations) },
    failAt(call, moment) {
      remaining = call
      when = moment
      failed = false
    },
    heal() {
      remaining = Infinity
    },
    failed: () => failed,
  }
}

/**
 * Runs a scenario with a failure at its first store call, at its second, and so on, until it makes no more calls.
 *
 * @param scenario arms the failure itself, after its preparations, and tells whether it happened
 * @returns how many calls failed
 */
export async function forEveryCall(
  when: 'before' | 'after',
  scenario: (call: number, when: 'before' | 'after') => Promise<boolean>,
): Promise<number> {
  for (let call = 1; call < 200; call++) if (!(await scenario(call, when))) return call - 1
  throw new Error('the scenario never ends')
}
