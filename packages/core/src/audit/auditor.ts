import { systemRuntime, type Runtime } from '../foundation/index.js'
import type { AuditEvent, Auditor, AuditInput, AuditSink } from './events.js'
import { redactEvent } from './redact.js'

export interface AuditorOptions {
  /** Called once for each sink that fails, with the first failure. The other sinks get an `internal.failed` event anyway. */
  readonly onSinkFailure?: (failure: SinkFailure) => void
}

export interface SinkFailure {
  /** Position of the sink in the list. */
  readonly sink: number
  readonly error: unknown
}

/** An auditor that can be drained before the process ends. */
export interface FlushingAuditor extends Auditor {
  /** Resolves when every event recorded so far is written, or has failed. Never rejects. */
  flush(): Promise<void>
}

/**
 * Creates the auditor that every module reports to: adds the time, redacts, hands the event to each sink.
 *
 * It never throws and never waits: a sink that fails is reported once, and the request goes on.
 * Source: RS-40, RS-67, F-84.
 *
 * @example
 * ```ts
 * import { createAuditor, jsonLinesSink } from '@sallyport/core/audit'
 *
 * const audit = createAuditor([jsonLinesSink((line) => console.log(line.trimEnd()))])
 * audit.record({ kind: 'consent.withdrawn', outcome: 'noted', subject: 'alice', clientId: 'c_1' })
 * await audit.flush()
 * ```
 */
export function createAuditor(
  sinks: readonly AuditSink[],
  runtime: Pick<Runtime, 'nowMs'> = systemRuntime,
  options: AuditorOptions = {},
): FlushingAuditor {
  const targets = [...sinks]
  const failed = new Set<number>()
  const pending = new Set<Promise<void>>()

  function fail(sink: number, error: unknown): void {
    if (failed.has(sink)) return
    failed.add(sink)
    try {
      options.onSinkFailure?.({ sink, error })
    } catch {
      // A reporter that throws must not reach the request either.
    }
    // The message of an error may repeat what was being written: only its name is told.
    const errorName = error instanceof Error ? error.name : typeof error
    audit.record({ kind: 'internal.failed', outcome: 'noted', operation: 'audit.write', errorName })
  }

  function track(sink: number, result: void | Promise<void>): void {
    if (result === undefined) return
    const settled: Promise<void> = Promise.resolve(result)
      .catch((error: unknown) => fail(sink, error))
      .finally(() => pending.delete(settled))
    pending.add(settled)
  }

  function deliver(event: AuditEvent): void {
    for (const [index, sink] of targets.entries()) {
      if (failed.has(index) && event.kind === 'internal.failed') continue
      try {
        track(index, sink.write(event))
      } catch (error) {
        fail(index, error)
      }
    }
  }

  const audit: FlushingAuditor = {
    record(input: AuditInput): void {
      if (targets.length === 0) return
      try {
        deliver(Object.freeze({ at: new Date(runtime.nowMs()).toISOString(), ...redactEvent(input) }))
      } catch (error) {
        fail(-1, error)
      }
    },
    async flush(): Promise<void> {
      await Promise.all(pending)
      for (const [index, sink] of targets.entries()) {
        try {
          await sink.flush?.()
        } catch (error) {
          fail(index, error)
        }
      }
    },
  }
  return audit
}
