import type { AuditContext, Auditor } from '../../audit/index.js'
import { isSecurityError } from '../../errors/index.js'
import type { Awaitable } from '../../foundation/index.js'
import type { BucketStore, DebitResult } from '../../store/index.js'
import type { LimitRate, OnStoreFailure } from './options.js'
import type { LimitVerdict } from './types.js'

/** A bucket with the name that may be told and the rate that fills it. */
export interface Charge {
  readonly name: string
  readonly key: string
  readonly rate: LimitRate
  readonly cost: number
  /** Asks only. */
  readonly peek?: true
}

export interface Judge {
  /** Charges all buckets or none. The context is asked for when there is something to tell. */
  verdict(charges: readonly Charge[], context: () => AuditContext): Awaitable<LimitVerdict>
  /** Charges for what has already been answered. An empty bucket stays empty and is no news. */
  note(charge: Charge, context: () => AuditContext): Awaitable<void>
}

const ALLOWED: LimitVerdict = Object.freeze({ allowed: true })
/** A client that meets an outage is asked to come back soon. */
const OUTAGE_RETRY_MS = 1_000

/** Puts charges before the store, synchronously where it can, and turns its answer or its outage into a verdict. */
export function createJudge(buckets: BucketStore, onStoreFailure: OnStoreFailure, audit: Auditor): Judge {
  const refused = (result: DebitResult, charges: readonly Charge[], context: () => AuditContext): LimitVerdict => {
    const worst = result.buckets.reduce((a, b) => (b.retryAfterMs > a.retryAfterMs ? b : a))
    const { retryAfterMs } = worst
    const bucket = charges.find(({ key }) => key === worst.key)?.name ?? 'unknown'
    audit.record({
      ...context(),
      kind: 'limit.exceeded',
      outcome: 'refused',
      reason: 'limit_exceeded',
      bucket,
      retryAfterMs,
    })
    return { allowed: false, retryAfterMs, bucket }
  }

  const outage = (error: unknown, charges: readonly Charge[], context: () => AuditContext): LimitVerdict => {
    const strict = charges.find(({ rate }) => (rate.onStoreFailure ?? onStoreFailure) === 'refuse')
    const reason = isSecurityError(error) && 'reason' in error ? `store_${String(error.reason)}` : 'store_failed'
    const outcome = strict === undefined ? 'allowed' : 'refused'
    audit.record({ ...context(), kind: 'store.failed', outcome, reason, operation: 'limits.debit' })
    if (strict === undefined) return ALLOWED
    return { allowed: false, retryAfterMs: OUTAGE_RETRY_MS, bucket: strict.name, outage: true }
  }

  const ask = <T>(
    charges: readonly Charge[],
    onAnswer: (result: DebitResult) => T,
    onOutage: (error: unknown) => T,
  ): Awaitable<T> => {
    const debits = charges.map(({ key, rate: { burst, intervalMs }, cost, peek = false }) => ({
      key,
      burst,
      intervalMs,
      cost: Math.min(cost, burst),
      peek,
    }))
    try {
      const result = buckets.debit(debits)
      return 'then' in result ? result.then(onAnswer, onOutage) : onAnswer(result)
    } catch (error) {
      return onOutage(error)
    }
  }

  return {
    verdict: (charges, context) =>
      ask(
        charges,
        (result) => (result.allowed ? ALLOWED : refused(result, charges, context)),
        (error) => outage(error, charges, context),
      ),
    note: (charge, context) =>
      ask(
        [charge],
        () => undefined,
        (error) => {
          outage(error, [charge], context)
          return undefined
        },
      ),
  }
}
