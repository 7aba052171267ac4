import type { Auditor } from '../../audit/index.js'
import type { AccessOptions } from '../../compositions/resource-server/index.js'
import type { Runtime } from '../../foundation/index.js'
import { createLimits, type LimitsOptions, type LimitVerdict } from '../../services/limits/index.js'
import { memoryStore } from '../../store/index.js'

const FREE: LimitVerdict = Object.freeze({ allowed: true })

/**
 * Counts in this process, for its one person: both buckets or neither. Notifications and answers cost nothing, because
 * nobody can be told to wait with them.
 */
export function createStdioLimits(
  rates: Pick<LimitsOptions, 'user' | 'tools'>,
  audit: Auditor,
  runtime: Runtime,
): NonNullable<AccessOptions['charge']> {
  const limits = createLimits({ buckets: memoryStore({}, runtime).buckets, ...rates }, audit, runtime)
  return (principal, cost, { operation }) => {
    if (operation.method === 'response' || operation.method.startsWith('notifications/')) return FREE
    return limits.debitPrincipal(principal, { operation: operation.key, cost })
  }
}
