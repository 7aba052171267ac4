import type { KeyPurpose } from '@sallyport/core/keys'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** What clocks of two processes may differ by, twice. */
export const SKEW_MS = 60_000

/**
 * How long something made with a key is good at most. `undefined`: longer than can be said, for it lies in the store; a
 * vault key goes when everything has been encrypted anew.
 */
export const LONGEST_USE_MS = {
  // Access tokens: 1 hour by default, and never longer.
  signing: DAY_MS,
  // The longest of our cookies (F-17).
  cookies: 2 * HOUR_MS,
  // Handles. Forms and request states live for minutes.
  sealing: 30 * DAY_MS,
  // A grant with all its refresh tokens; a deployment that sets `grantMs` higher passes `keepMs`.
  refresh: 30 * DAY_MS,
  vault: undefined,
} as const satisfies Readonly<Record<KeyPurpose, number | undefined>>
