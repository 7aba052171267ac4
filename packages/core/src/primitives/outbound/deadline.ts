import type { Runtime } from '../../foundation/index.js'
import { outboundFailure } from './failure.js'

/** Runs `work` with a signal that aborts after `timeoutMs`; the wait ends then, whatever `work` does. */
export async function withDeadline<T>(
  timeoutMs: number,
  runtime: Pick<Runtime, 'delay'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const finished = new AbortController()
  const late = new AbortController()
  const timer = runtime.delay(timeoutMs, finished.signal).then(() => {
    late.abort()
    throw outboundFailure('outbound_timeout')
  })
  try {
    return await Promise.race([work(late.signal), timer])
  } catch (error) {
    // Whatever the abort made `work` fail with, the time was the reason.
    throw late.signal.aborted ? outboundFailure('outbound_timeout') : error
  } finally {
    finished.abort()
  }
}
