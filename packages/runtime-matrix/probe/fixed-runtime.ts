import type { Runtime } from '@sallyport/core'
import { fakeRuntime } from '@sallyport/core/testing'

/** A clock that stands still and chance that repeats: two runs give the same bytes. */
export function fixedRuntime(): Runtime {
  let state = 1
  return {
    ...fakeRuntime(),
    randomBytes(length) {
      const bytes = new Uint8Array(length)
      for (let index = 0; index < length; index++) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
        bytes[index] = state >>> 16
      }
      return bytes
    },
  }
}
