import type { Runtime } from '../../foundation/index.js'
import { outboundFailure } from './failure.js'

/** From the start of a request to the last byte of its answer. */
export interface Lifetime {
  /** Aborts when the time is over or the caller gives up. */
  readonly signal: AbortSignal
  /** Ends it; calls `onEnd` once. */
  end(): void
}

/** Starts the clock. Time that is over aborts with our failure, a caller with its own reason. */
export function startLifetime(
  timeoutMs: number,
  caller: AbortSignal | undefined,
  onEnd: () => void,
  runtime: Pick<Runtime, 'delay'>,
): Lifetime {
  const finished = new AbortController()
  const late = new AbortController()
  let open = true
  const end = (): void => {
    if (!open) return
    open = false
    finished.abort()
    onEnd()
  }
  const expire = (): void => {
    late.abort(outboundFailure('outbound_timeout'))
    end()
  }
  runtime.delay(timeoutMs, finished.signal).then(expire, () => undefined)
  return { signal: caller === undefined ? late.signal : AbortSignal.any([caller, late.signal]), end }
}
