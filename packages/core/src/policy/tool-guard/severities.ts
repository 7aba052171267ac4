import type { Severity } from './types.js'

const ORDER = ['none', 'low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[]

/**
 * The gravest of several severities; `none` of nothing.
 *
 * @example
 * ```ts
 * import { gravest } from '@sallyport/core/tool-guard'
 *
 * console.log(gravest(['low', 'critical', 'medium'])) // critical
 * ```
 */
export function gravest(severities: Iterable<Severity>): Severity {
  let rank = 0
  for (const severity of severities) rank = Math.max(rank, rankOf(severity))
  return ORDER[rank] ?? 'none'
}

/** 0 for `none` to 4 for `critical`. */
export function rankOf(severity: Severity): number {
  return ORDER.indexOf(severity)
}
