import { ClassifierError } from '../../../errors/index.js'
import type { Runtime } from '../../../foundation/index.js'

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 8_000

/** What passes by itself. */
const PASSING: readonly string[] = ['classifier_unavailable', 'classifier_timeout', 'classifier_throttled']

/** How long a service asks to be left alone: `retry-after-ms`, or `Retry-After` in seconds or as a date (RFC 9110 §10.2.3). */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const ms = headers.get('retry-after-ms')
  if (ms !== null && /^\d{1,9}$/.test(ms)) return Number(ms)
  const value = headers.get('retry-after')
  if (value === null) return undefined
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000
  const atMs = Date.parse(value)
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs)
}

/** Doubles each time; the half of it is left to chance, so that many who failed together do not come back together. */
function backoffMs(attempt: number, runtime: Pick<Runtime, 'randomBytes'>): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS)
  return Math.round((longest * (1 + (runtime.randomBytes(1)[0] ?? 0) / 255)) / 2)
}

const waitOf = (error: ClassifierError): number | undefined =>
  'waitMs' in error && typeof error.waitMs === 'number' ? error.waitMs : undefined

/** Repeats what failed for a while only. The wait that a service asks for is kept, or the request given up. */
export async function withRetries<T>(
  retries: number,
  signal: AbortSignal,
  runtime: Pick<Runtime, 'delay' | 'randomBytes'>,
  ask: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ClassifierError) || !PASSING.includes(error.reason) || attempt >= retries) throw error
      const asked = waitOf(error)
      if (asked !== undefined && asked > LONGEST_WAIT_MS) throw error
      await runtime.delay(Math.max(asked ?? 0, backoffMs(attempt, runtime)), signal)
    }
  }
}
