import * as z from 'zod/mini'
import type { Auditor } from '../audit/index.js'
import { StoreError } from '../errors/index.js'
import { parseOptions, systemRuntime, type Runtime } from '../foundation/index.js'
import type { RecordStore } from '../store/index.js'
import type { Sallyport } from './types.js'

/** Removed in one step: so little that requests do not wait for it. */
const STEP = 500

/** @param limit largest number to remove */
export function createSweep(records: Pick<RecordStore, 'sweepExpired'>, audit: Auditor): Sallyport['sweep'] {
  return async (limit = 100_000) => {
    let swept = 0
    try {
      while (swept < limit) {
        const step = await records.sweepExpired(Math.min(STEP, limit - swept))
        if (step === 0) break
        swept += step
      }
    } catch (error) {
      const reason = error instanceof StoreError ? error.reason : 'unavailable'
      audit.record({ kind: 'store.failed', outcome: 'noted', operation: 'sweep', reason })
      throw error
    }
    return swept
  }
}

export interface SweepingOptions {
  /** Pause between two sweeps, in milliseconds. Default 300 000 (5 minutes). */
  readonly everyMs?: number
}

const Options = z.strictObject({ everyMs: z._default(z.int().check(z.positive()), 300_000) })

/**
 * Sweeps now and then, until it is told to stop. The library starts no timer of its own (F-35): call this in one process
 * of a deployment, or in all of them, and stop it before `sallyport.close()`. A sweep that fails is in the audit log as
 * `store.failed`; the next one tries again.
 *
 * @returns stops it; a sweep that is running comes to its end. May be called again
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createSallyport, startSweeping, type SallyportOptions } from '@sallyport/core'
 *
 * declare const options: SallyportOptions
 * const sallyport = createSallyport(options)
 * const stopSweeping = startSweeping(sallyport, { everyMs: 60_000 })
 * process.once('SIGTERM', () => {
 *   stopSweeping()
 *   void sallyport.close()
 * })
 * ```
 */
export function startSweeping(
  sallyport: Pick<Sallyport, 'sweep'>,
  options: SweepingOptions = {},
  runtime: Pick<Runtime, 'delay'> = systemRuntime,
): () => void {
  const { everyMs } = parseOptions('startSweeping', Options, options)
  const stopped = new AbortController()
  const sweep = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await runtime.delay(everyMs, stopped.signal)
      // Whoever asked for it has noted the failure.
      await sallyport.sweep().catch(() => 0)
    }
  }
  sweep().catch(() => undefined)
  return () => stopped.abort()
}
