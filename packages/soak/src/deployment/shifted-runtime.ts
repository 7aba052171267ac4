import type { Runtime } from '@sallyport/core'
import { createHash, randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

/** This machine, but for its clock, which is off by `skewMs`. */
export function shiftedRuntime(skewMs: number): Runtime {
  return {
    nowMs: () => Date.now() + skewMs,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    sha256: (data) => createHash('sha256').update(data).digest(),
    delay: (ms, signal) => setTimeout(ms, undefined, signal && { signal }),
    fetch: (input, init) => fetch(input, init),
  }
}
