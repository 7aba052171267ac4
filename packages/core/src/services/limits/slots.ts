import type { QuotaPolicy } from '../../primitives/replies/index.js'
import type { ExhaustedLimit, LimitEntry } from './types.js'

/** Nobody knows when a running request ends. */
const RETRY_MS = 1_000

/** Counts what runs in this process, by key; a key without a running request takes no memory. */
export function createSlots(name: string, perKey: number): (key: string) => LimitEntry {
  const running = new Map<string, number>()
  const policy: QuotaPolicy = Object.freeze({ name, burst: perKey })
  const full: ExhaustedLimit = Object.freeze({
    allowed: false,
    retryAfterMs: RETRY_MS,
    bucket: name,
    quota: Object.freeze({ policy, remaining: 0 }),
  })
  return (key) => {
    const before = running.get(key) ?? 0
    if (before >= perKey) return full
    running.set(key, before + 1)
    let left = false
    return {
      allowed: true,
      leave() {
        if (left) return
        left = true
        const now = running.get(key) ?? 0
        if (now > 1) running.set(key, now - 1)
        else running.delete(key)
      },
    }
  }
}
