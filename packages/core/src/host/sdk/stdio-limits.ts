import type { Auditor } from '../../audit/index.js'
import type { AccessOptions } from '../../compositions/resource-server/index.js'
import type { Runtime } from '../../foundation/index.js'
import type { LimitRate, LimitVerdict } from '../../services/limits/index.js'
import { memoryStore, type DebitResult } from '../../store/index.js'

type Charge = NonNullable<AccessOptions['charge']>

interface Rates {
  readonly user: LimitRate
  readonly tools: Readonly<Record<string, LimitRate>>
}

const ALLOWED: LimitVerdict = Object.freeze({ allowed: true })

/**
 * Counts in this process, for its one person: both buckets or neither. Notifications and answers cost nothing, because
 * nobody can be told to wait with them.
 */
export function createStdioLimits({ user, tools }: Rates, audit: Auditor, runtime: Runtime): Charge {
  const { buckets } = memoryStore({}, runtime)
  const debit = (key: string, { burst, intervalMs }: LimitRate, cost: number) => ({
    key,
    burst,
    intervalMs,
    cost: Math.min(cost, burst),
  })
  const rateOf = (tool: string | undefined) =>
    tool !== undefined && Object.hasOwn(tools, tool) ? tools[tool] : undefined

  return ({ subject, clientId }, cost, { operation }) => {
    if (operation.method === 'response' || operation.method.startsWith('notifications/')) return ALLOWED
    const tool = operation.method === 'tools/call' ? operation.name : undefined
    const rate = rateOf(tool)
    const charges = [debit('user:local', user, cost), ...(rate ? [debit(`tool:${tool ?? ''}`, rate, cost)] : [])]

    function judge(result: DebitResult): LimitVerdict {
      if (result.allowed) return ALLOWED
      const { key, retryAfterMs } = result.buckets.reduce((a, b) => (b.retryAfterMs > a.retryAfterMs ? b : a))
      const bucket = key.startsWith('tool:') ? 'tool' : 'user'
      const reason = 'limit_exceeded'
      audit.record({ kind: 'limit.exceeded', outcome: 'refused', reason, bucket, retryAfterMs, subject, clientId })
      return { allowed: false, retryAfterMs, bucket }
    }
    const result = buckets.debit(charges)
    return result instanceof Promise ? result.then(judge) : judge(result)
  }
}
