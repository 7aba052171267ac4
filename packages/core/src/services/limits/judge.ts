import type { AuditContext, Auditor } from '../../audit/index.js'
import { isSecurityError } from '../../errors/index.js'
import type { Awaitable } from '../../foundation/index.js'
import type { BucketDebit, BucketState, BucketStore, DebitResult } from '../../store/index.js'
import type { LimitRate } from './options.js'
import type { ExhaustedLimit, LimitVerdict } from './types.js'

/** A kind of bucket: the name that may be told, and the rate that fills it. One object for all who have one. */
export interface Bucket extends Required<LimitRate> {
  readonly name: string
}

/** One bucket of a call. */
export interface Charge {
  readonly bucket: Bucket
  readonly key: string
  readonly cost: number
  /** Asks only. */
  readonly peek?: boolean
}

export interface Judge {
  /**
   * Charges all buckets or none.
   *
   * @param context asked for when there is something to tell
   * @param seen told what the store said of each bucket
   */
  verdict(
    charges: readonly Charge[],
    context: () => AuditContext,
    seen?: (charge: Charge, state: BucketState) => void,
  ): Awaitable<LimitVerdict>
  /** A refusal, and its event. */
  refuse(refusal: ExhaustedLimit, context: () => AuditContext): ExhaustedLimit
}

const UNSEEN: LimitVerdict = Object.freeze({ allowed: true })
/** A client that meets an outage is asked to come back soon. */
const OUTAGE_RETRY_MS = 1_000

/** Puts charges before the store, synchronously where it can, and turns its answer or its outage into a verdict. */
export function createJudge(store: BucketStore, audit: Auditor): Judge {
  const refuse: Judge['refuse'] = (refusal, context) => {
    const { bucket, retryAfterMs } = refusal
    const reason = 'limit_exceeded'
    audit.record({ ...context(), kind: 'limit.exceeded', outcome: 'refused', reason, bucket, retryAfterMs })
    return refusal
  }

  const judge = (result: DebitResult, charges: readonly Charge[], context: () => AuditContext): LimitVerdict => {
    let at = 0
    for (let next = 1; next < result.buckets.length; next++) {
      if (binds(result, next, at)) at = next
    }
    const state = result.buckets[at]
    const bucket = charges[at]?.bucket
    if (state === undefined || bucket === undefined) return UNSEEN
    const quota = { policy: bucket, remaining: state.remaining }
    if (result.allowed) return { allowed: true, quota }
    return refuse({ allowed: false, retryAfterMs: state.retryAfterMs, bucket: bucket.name, quota }, context)
  }

  const outage = (error: unknown, charges: readonly Charge[], context: () => AuditContext): LimitVerdict => {
    const strict = charges.find(({ bucket }) => bucket.onStoreFailure === 'refuse')
    const reason = isSecurityError(error) && 'reason' in error ? `store_${String(error.reason)}` : 'store_failed'
    const outcome = strict === undefined ? 'allowed' : 'refused'
    audit.record({ ...context(), kind: 'store.failed', outcome, reason, operation: 'limits.debit' })
    if (strict === undefined) return UNSEEN
    return { allowed: false, retryAfterMs: OUTAGE_RETRY_MS, bucket: strict.bucket.name, outage: true }
  }

  return {
    refuse,
    verdict(charges, context, seen) {
      const answered = (result: DebitResult): LimitVerdict => {
        if (seen !== undefined) for (const [at, charge] of charges.entries()) tell(seen, charge, result.buckets[at])
        return judge(result, charges, context)
      }
      const failed = (error: unknown): LimitVerdict => outage(error, charges, context)
      try {
        const result = store.debit(charges.map(debitOf))
        return 'then' in result ? result.then(answered, failed) : answered(result)
      } catch (error) {
        return failed(error)
      }
    },
  }
}

/** Of a refusal the longest wait counts, of an allowed call the fewest tokens. */
function binds({ allowed, buckets }: DebitResult, next: number, at: number): boolean {
  const [challenger, holder] = [buckets[next], buckets[at]]
  if (challenger === undefined || holder === undefined) return false
  return allowed ? challenger.remaining < holder.remaining : challenger.retryAfterMs > holder.retryAfterMs
}

function tell(seen: (charge: Charge, state: BucketState) => void, charge: Charge, state: BucketState | undefined) {
  if (state !== undefined) seen(charge, state)
}

const debitOf = ({ bucket: { burst, intervalMs }, key, cost, peek = false }: Charge): BucketDebit => ({
  key,
  burst,
  intervalMs,
  cost: Math.min(cost, burst),
  peek,
})
