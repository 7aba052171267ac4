import type { ExhaustedLimit, Limits } from '../../services/limits/index.js'
import type { Admitted } from './types.js'

/** Who runs how much in this process: a place for each request from the moment it may run until it has ended (TL-28). */
export interface Places {
  /** What keeps the request from running; `undefined` when it has its place. */
  enter(admitted: Admitted): ExhaustedLimit | undefined
  /** The request has ended, or never ran. */
  leave(admitted: Admitted): void
}

export function createPlaces(limits: Pick<Limits, 'enter'>): Places {
  const taken = new WeakMap<Admitted, () => void>()
  return {
    enter(admitted) {
      if (taken.has(admitted)) return undefined
      const entry = limits.enter(admitted.principal, { requestId: admitted.requestId })
      if (!entry.allowed) return entry
      taken.set(admitted, entry.leave)
      return undefined
    },
    leave(admitted) {
      taken.get(admitted)?.()
      taken.delete(admitted)
    },
  }
}
