import { describe, it } from 'vitest'
import { fakeRuntime, storeContract } from '../../src/host/testing/index.js'
import { memoryStore } from '../../src/store/index.js'

describe('memory store', () => {
  const checks = storeContract(async (options) => {
    const runtime = fakeRuntime()
    const store = memoryStore(options, runtime)
    return { store, nowMs: runtime.nowMs, advance: runtime.advance, dispose: () => store.close() }
  })
  for (const check of checks) it(check.title, check.run)
})
