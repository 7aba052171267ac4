import { bucketEdgeChecks } from './contract-bucket-edges.js'
import { bucketChecks } from './contract-buckets.js'
import { capacityChecks } from './contract-capacity.js'
import { clockChecks } from './contract-clock.js'
import type { StoreCheck, StoreFactory } from './contract-check.js'
import { edgeChecks } from './contract-edges.js'
import { eventChecks } from './contract-events.js'
import { floodChecks } from './contract-floods.js'
import { indexChecks } from './contract-indexes.js'
import { lifecycleChecks } from './contract-lifecycle.js'
import { logNumberChecks } from './contract-log-numbers.js'
import { logEdgeChecks } from './contract-log-edges.js'
import { raceChecks } from './contract-races.js'
import { recordChecks } from './contract-records.js'
import { revocationChecks } from './contract-revocations.js'
import { sweepChecks } from './contract-sweeping.js'

/**
 * All that a store promises, as checks for any test runner: verbs, expiry edges, indexes, races, hostile keys and
 * values, shares, buckets, tombstones, events, closing and opening again.
 *
 * @param factory opens an empty store for each check and owns its clock; called anew by every check
 * @returns independent checks with titles for people
 * @example
 * ```ts
 * import { memoryStore } from '@sallyport/core/store'
 * import { fakeRuntime, storeContract } from '@sallyport/core/testing'
 *
 * const checks = storeContract(async (options) => {
 *   const runtime = fakeRuntime()
 *   const store = memoryStore(options, runtime)
 *   return { store, nowMs: runtime.nowMs, advance: runtime.advance, dispose: () => store.close() }
 * })
 * for (const check of checks) await check.run() // or: it(check.title, check.run)
 * ```
 */
export function storeContract(factory: StoreFactory): readonly StoreCheck[] {
  const entries = [
    ...recordChecks,
    ...edgeChecks,
    ...clockChecks,
    ...indexChecks,
    ...raceChecks,
    ...bucketChecks,
    ...bucketEdgeChecks,
    ...capacityChecks,
    ...floodChecks,
    ...revocationChecks,
    ...logEdgeChecks,
    ...logNumberChecks,
    ...sweepChecks,
    ...eventChecks,
    ...lifecycleChecks,
  ]
  return entries.map(({ title, options, run }) => ({
    title,
    async run() {
      const fixture = await factory({ capacity: {}, maxTombstones: 10_000, ...options })
      try {
        await run(fixture)
      } finally {
        await fixture.dispose()
      }
    },
  }))
}
