import * as z from 'zod/mini'
import { parseOptions } from '../../foundation/index.js'

export interface WrapOptions {
  /**
   * Longest time for a `tools/call`, in milliseconds, whatever progress it reports: then the caller gets an error, the
   * handler's `signal` aborts, and what the handler still answers is dropped. Default 300 000 (5 minutes), at most
   * 86 400 000 (a day). A call that becomes a task ends when the task is created (TL-28).
   */
  readonly toolTimeoutMs?: number
}

const Options = z.strictObject({
  toolTimeoutMs: z._default(z.int().check(z.positive(), z.maximum(86_400_000)), 300_000),
})

/** @throws {ConfigError} when an option is wrong */
export const readWrapOptions = (options: WrapOptions): Required<WrapOptions> =>
  parseOptions('wrapServer', Options, options)
