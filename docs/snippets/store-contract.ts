import { memoryStore as yourStore } from '@sallyport/core/store'
// #region contract
import { fakeRuntime, storeContract } from '@sallyport/core/testing'
import { it } from 'node:test'

const checks = storeContract(async (options) => {
  const runtime = fakeRuntime()
  const store = yourStore(options, runtime) // empty at each call
  return { store, nowMs: runtime.nowMs, advance: runtime.advance, dispose: () => store.close() }
})
for (const check of checks) void it(check.title, check.run)
// #endregion contract
