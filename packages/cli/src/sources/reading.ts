import { unreadable, type CommandFailure } from '../terminal/failure.js'
import { formatDuration } from '../terminal/durations.js'
import { faultText, type JsonFault } from './strict-json.js'

/** Real surfaces have a few hundred kilobytes. */
export const MAX_BYTES = 33_554_432

/** One reading of a server: it ends at its deadline, or at the first thing that must not be read on. */
export interface Reading {
  readonly signal: AbortSignal
  readonly onFault: (fault: JsonFault | 'too_large') => void
  /** Why it ended early. */
  failure(): CommandFailure | undefined
  end(): void
}

/** @param label of the server, for messages */
export function startReading(label: string, timeoutMs: number): Reading {
  const controller = new AbortController()
  let failure: CommandFailure | undefined
  const fail = (problem: string, fix: string): void => {
    failure ??= unreadable(`${label} ${problem}`, fix)
    controller.abort(failure)
  }
  const timer = setTimeout(
    () =>
      fail(
        `did not answer within ${formatDuration(timeoutMs)}.`,
        'Is it running? A slow one needs a longer --timeout.',
      ),
    timeoutMs,
  )
  return {
    signal: controller.signal,
    onFault: (fault) => {
      if (fault === 'too_large') fail(`said more than ${String(MAX_BYTES)} bytes.`, 'Nothing of it was used.')
      else fail(`sent a message that ${faultText(fault)}.`, 'Nothing of it was used.')
    },
    failure: () => failure,
    end: () => clearTimeout(timer),
  }
}
