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

/**
 * Rates. Those of a network count an IPv4 address or an IPv6 /64; the IPv6 /48 around it gets 16 times as much.
 */
export interface LimitsOptions {
  /** Where the buckets are; `createSallyport` takes those of its store. */
  readonly buckets: BucketStore
  /** Failures of one network in each room. Default: 300 and one a second for `gate`, 60 and one every five seconds else. */
  readonly failures?: Readonly<Partial<Record<LimitRoom, LimitRate>>>
  /** Successful registrations from one network. Default: 200 and one every ten seconds, hosted clients share addresses. */
  readonly registrations?: LimitRate
  /**
   * Decisions on the consent page, and logins begun without it, from one network. Default: 300 and one a second, an
   * office shares an address.
   */
  readonly logins?: LimitRate
  /** Wrong secrets for one client from one network. Default: 30 and one every ten seconds. */
  readonly clientSecrets?: LimitRate
  /**
   * Wrong secrets for one client, wherever they come from; while it is empty nobody may present one. Default: 1000 and
   * one a second.
   */
  readonly clientSecretsOverall?: LimitRate
  /** Operations of one user. Default: 200 and five a second. */
  readonly user?: LimitRate
  /**
   * Operations of one user with this role, by its name in the access token, instead of `user`. Of several roles the one
   * whose tokens come back fastest counts, then the one with the larger burst. Default: none (F-41).
   */
  readonly roles?: Readonly<Record<string, LimitRate>>
  /** Operations of one user through one client, on top of `user`. Default: no such bucket. */
  readonly userClient?: LimitRate
  /** Calls of one tool by one user, by the tool's name, on top of `user`. Default: no such buckets. */
  readonly tools?: Readonly<Record<string, LimitRate>>
  /** Requests that one user may have running in one process, streams included. Default 100 (TL-28). */
  readonly concurrent?: number
  /** For every bucket that does not say otherwise. Default `refuse`. */
  readonly onStoreFailure?: OnStoreFailure
}

const OnFailure = z.enum(['refuse', 'allow'])
const whole = z.int().check(z.positive())
const Rate = z.strictObject({ burst: whole, intervalMs: whole, onStoreFailure: z.exactOptional(OnFailure) })
const Rates = z._default(z.record(z.string().check(z.minLength(1)), Rate), {})

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
  clientSecretsOverall: rate(1_000, 1_000),
  user: rate(200, 200),
  roles: Rates,
  userClient: z.exactOptional(Rate),
  tools: Rates,
  concurrent: z._default(whole, 100),
  onStoreFailure: z._default(OnFailure, 'refuse'),
})

/** Options with all defaults filled in. */
export type Settings = z.output<typeof Options>
