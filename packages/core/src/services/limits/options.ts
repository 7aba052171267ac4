import * as z from 'zod/mini'
import type { BucketStore } from '../../store/index.js'
import type { LimitRoom } from './types.js'

/** What happens while the store cannot answer (F-43): nobody gets through, or everybody does. Audited either way. */
export type OnStoreFailure = 'refuse' | 'allow'

/** A token bucket. */
export interface LimitRate {
  /** Largest number of tokens. */
  readonly burst: number
  /** Milliseconds until one token has come back. */
  readonly intervalMs: number
  /** What happens while the store cannot answer. Default: that of all buckets. */
  readonly onStoreFailure?: OnStoreFailure
}

export interface LimitsOptions {
  /** Where the buckets are; `createSallyport` takes those of its store. */
  readonly buckets: BucketStore
  /**
   * Failures of one network (an IPv4 address, an IPv6 /64) in each room. Default: 300 and one a second for `gate`,
   * 60 and one every five seconds for the others.
   */
  readonly failures?: Readonly<Partial<Record<LimitRoom, LimitRate>>>
  /** Successful registrations from one network. Default: 200 and one every ten seconds, hosted clients share addresses. */
  readonly registrations?: LimitRate
  /**
   * Decisions on the consent page, and logins begun without it, from one network. Default: 300 and one a second, an
   * office shares an address.
   */
  readonly logins?: LimitRate
  /** Wrong secrets for one client. Default: 30 and one every ten seconds. */
  readonly clientSecrets?: LimitRate
  /** Operations of one user. Default: 200 and five a second. */
  readonly user?: LimitRate
  /** Operations of one user through one client, on top of `user`. Default: no such bucket. */
  readonly userClient?: LimitRate
  /** For every bucket that does not say otherwise. Default `refuse`. */
  readonly onStoreFailure?: OnStoreFailure
}

const OnFailure = z.enum(['refuse', 'allow'])
const whole = z.int().check(z.positive())
const Rate = z.strictObject({ burst: whole, intervalMs: whole, onStoreFailure: z.exactOptional(OnFailure) })

const rate = (burst: number, intervalMs: number) => z._default(Rate, { burst, intervalMs })
const failures = z.strictObject({
  authorize: rate(60, 5_000),
  callback: rate(60, 5_000),
  gate: rate(300, 1_000),
  register: rate(60, 5_000),
  revoke: rate(60, 5_000),
  token: rate(60, 5_000),
})

export const Options = z.strictObject({
  buckets: z.custom<BucketStore>((value: unknown) => typeof value === 'object' && value !== null, 'expected a store'),
  failures: z.prefault(failures, {}),
  registrations: rate(200, 10_000),
  logins: rate(300, 1_000),
  clientSecrets: rate(30, 10_000),
  user: rate(200, 200),
  userClient: z.exactOptional(Rate),
  onStoreFailure: z._default(OnFailure, 'refuse'),
})
