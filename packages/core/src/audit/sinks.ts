import type { EventLog } from '../store/index.js'
import type { AuditSink } from './events.js'

/**
 * Writes each event as one line of JSON, newline included.
 *
 * @param write takes a line; may be asynchronous
 * @example
 * ```ts
 * import { createAuditor, jsonLinesSink } from '@sallyport/core/audit'
 *
 * const lines: string[] = []
 * createAuditor([jsonLinesSink((line) => void lines.push(line))])
 * ```
 */
export function jsonLinesSink(write: (line: string) => void | Promise<void>): AuditSink {
  return { write: (event) => write(`${JSON.stringify(event)}\n`) }
}

/**
 * Keeps events in a store, where reports and the status page find them by time and kind.
 *
 * @example
 * ```ts
 * import { storeSink } from '@sallyport/core/audit'
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const events = memoryStore().events
 * const sinks = events ? [storeSink(events)] : []
 * ```
 */
export function storeSink(events: EventLog): AuditSink {
  return {
    write: (event) => events.append({ atMs: Date.parse(event.at), kind: event.kind, value: JSON.stringify(event) }),
  }
}
