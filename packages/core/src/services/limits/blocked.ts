import type { Runtime } from '../../foundation/index.js'
import type { BucketState } from '../../store/index.js'
import type { Charge } from './judge.js'
import type { ExhaustedLimit } from './types.js'

/** More networks than can be worth remembering: the one blocked longest ago is forgotten, and met again in the store. */
const MAX_BLOCKED = 10_000

/** Networks that this process knows to be out of tokens: refusing them costs no store call. */
export interface BlockedNetworks {
  /** Learns from an answer of the store. */
  readonly learn: (charge: Charge, state: BucketState) => void
  /** The longest wait among these. */
  readonly find: (charges: readonly Charge[]) => ExhaustedLimit | undefined
  /** Nobody is blocked: not even keys need to be made. */
  readonly isEmpty: () => boolean
}

/** Until when a bucket has no token; 0 when it has one. */
function waitOf({ bucket: { burst, intervalMs } }: Charge, { remaining, retryAfterMs, resetMs }: BucketState): number {
  if (retryAfterMs > 0) return retryAfterMs
  return remaining > 0 ? 0 : resetMs - (burst - 1) * intervalMs
}

interface Wait {
  readonly fromMs: number
  readonly untilMs: number
}

/**
 * Waits are spans of time on the clock of this process, so they hold wherever the clock of the store stands. When that
 * clock goes back, nobody knows how much of them is left, and the store is asked anew.
 */
export function createBlockedNetworks(runtime: Pick<Runtime, 'nowMs'>): BlockedNetworks {
  const waits = new Map<string, Wait>()

  const left = (key: string, nowMs: number): number => {
    const wait = waits.get(key)
    if (wait === undefined) return 0
    if (wait.fromMs <= nowMs && nowMs < wait.untilMs) return wait.untilMs - nowMs
    waits.delete(key)
    return 0
  }

  return {
    isEmpty: () => waits.size === 0,
    learn(charge, state) {
      const waitMs = waitOf(charge, state)
      waits.delete(charge.key)
      if (waitMs <= 0) return
      const [oldest] = waits.keys()
      if (waits.size >= MAX_BLOCKED && oldest !== undefined) waits.delete(oldest)
      const fromMs = runtime.nowMs()
      waits.set(charge.key, { fromMs, untilMs: fromMs + waitMs })
    },
    find(charges) {
      const nowMs = runtime.nowMs()
      let found: ExhaustedLimit | undefined
      for (const { key, bucket } of charges) {
        const retryAfterMs = left(key, nowMs)
        if (retryAfterMs <= (found?.retryAfterMs ?? 0)) continue
        found = { allowed: false, retryAfterMs, bucket: bucket.name, quota: { policy: bucket, remaining: 0 } }
      }
      return found
    },
  }
}
