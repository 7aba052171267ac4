import type { HeaderLine } from './reply.js'

/** A bucket as clients may know it. */
export interface QuotaPolicy {
  /** Says what is counted, never whose it is: printable ASCII. */
  readonly name: string
  /** Largest number of tokens. */
  readonly burst: number
  /** Milliseconds until one token has come back; absent where places are counted that come back when requests end. */
  readonly intervalMs?: number
}

/** What a bucket holds. */
export interface LimitQuota {
  readonly policy: QuotaPolicy
  /** Whole tokens left. */
  readonly remaining: number
}

/** RFC 9651 §3.3.1: an Integer has at most 15 digits. */
const MAX_INTEGER = 999_999_999_999_999
/** RFC 9651 §4.1.6. */
const PRINTABLE = /^[\x20-\x7e]*$/

const integer = (value: number): string => String(Math.min(value, MAX_INTEGER))
/** Rounded up; a window of no length does not exist (§3.1.3). */
const seconds = (ms: number): string => integer(Math.max(1, Math.ceil(ms / 1000)))

/** The parts that never change. */
interface PolicyTexts {
  readonly item: string
  readonly line: HeaderLine
}

const known = new WeakMap<QuotaPolicy, PolicyTexts>()

function textsOf(policy: QuotaPolicy): PolicyTexts {
  const held = known.get(policy)
  if (held !== undefined) return held
  const { name, burst, intervalMs } = policy
  if (!PRINTABLE.test(name)) throw new RangeError('The name of a quota policy is printable ASCII.')
  const item = `"${name.replaceAll(/["\\]/g, '\\$&')}"`
  const unit = intervalMs === undefined ? ';qu="concurrent-requests"' : `;w=${seconds(burst * intervalMs)}`
  const texts = { item, line: ['ratelimit-policy', `${item};q=${integer(burst)}${unit}`] as const }
  known.set(policy, texts)
  return texts
}

/**
 * The header lines `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11 §3 and §4; F-42).
 *
 * `q` tokens come back in `w` seconds. `r` are left, and whoever spreads them over the next `t` seconds is never refused:
 * so the ratio of the two never promises more than the bucket gets (§6). An answer that names a wait has it as `t`,
 * so that `Retry-After` does not end earlier.
 *
 * @param retryAfterMs of a refusal
 * @throws {RangeError} when the name is not printable ASCII
 * @example
 * ```ts
 * import { rateLimitLines } from '@sallyport/core/replies'
 *
 * console.log(rateLimitLines({ policy: { name: 'user', burst: 200, intervalMs: 200 }, remaining: 150 }))
 * // [['ratelimit-policy', '"user";q=200;w=40'], ['ratelimit', '"user";r=150;t=30']]
 * ```
 */
export function rateLimitLines(quota: LimitQuota | undefined, retryAfterMs?: number): readonly HeaderLine[] {
  if (quota === undefined) return []
  const { policy, remaining } = quota
  const { item, line } = textsOf(policy)
  const { intervalMs = 0 } = policy
  const windowMs = retryAfterMs ?? Math.max(remaining, 1) * intervalMs
  return [line, ['ratelimit', `${item};r=${integer(remaining)};t=${seconds(windowMs)}`]]
}
