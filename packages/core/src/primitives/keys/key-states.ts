import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { algorithmOf, KEY_PURPOSES } from './jwk.js'
import type { KeyFile, KeyFileEntry } from './key-file.js'
import { standingAt, type TimedKey } from './standing.js'
import type { KeyPurpose, SigningAlgorithm } from './types.js'

/** A key of a file as it stands at an instant; nothing of it is secret. */
export interface KeyState {
  readonly kid: string
  readonly purpose: KeyPurpose
  /** For keys of purpose `signing`. */
  readonly alg: SigningAlgorithm | undefined
  /** `next`: accepted, and used later; `active`: used for new values; `accepted`: no longer used; `expired`: refused. */
  readonly state: 'next' | 'active' | 'accepted' | 'expired'
  /** When it began, or begins, to be used. Milliseconds since the epoch, as the two below; `undefined` if not said. */
  readonly sinceMs: number | undefined
  /** Until when it is accepted. */
  readonly untilMs: number | undefined
  readonly createdAtMs: number | undefined
}

const milliseconds = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : seconds * 1000

function timed(entry: KeyFileEntry): TimedKey<KeyFileEntry> {
  const { kid, nbf, exp } = entry
  return {
    key: entry,
    kid,
    notBeforeMs: milliseconds(nbf) ?? -Infinity,
    expiresAtMs: milliseconds(exp) ?? Infinity,
  }
}

/**
 * What each key of a file is for at this instant, ordered by purpose and, within one, as servers order them: first the
 * key in use, then those still accepted, those to come, and those that have expired.
 *
 * @example
 * ```ts
 * import { generateKeySet, keyStates } from '@sallyport/core/keys'
 *
 * for (const { purpose, kid, state } of keyStates(await generateKeySet())) console.log(purpose, kid, state)
 * ```
 */
export function keyStates(file: KeyFile, runtime: Pick<Runtime, 'nowMs'> = systemRuntime): readonly KeyState[] {
  const nowMs = runtime.nowMs()
  return KEY_PURPOSES.flatMap((purpose) => {
    const keys = file.keys.filter((key) => key.purpose === purpose)
    const { accepted, hasActive } = standingAt(keys.map(timed), nowMs)
    const live = accepted.map(({ key }) => key)
    return [...live, ...keys.filter((key) => !live.includes(key))].map((key, index): KeyState => {
      const isNext = key.nbf !== undefined && key.nbf * 1000 > nowMs
      const state = !live.includes(key) ? 'expired' : isNext ? 'next' : hasActive && index === 0 ? 'active' : 'accepted'
      return {
        kid: key.kid,
        purpose,
        alg: purpose === 'signing' ? algorithmOf(key) : undefined,
        state,
        sinceMs: milliseconds(key.nbf),
        untilMs: milliseconds(key.exp),
        createdAtMs: milliseconds(key.iat),
      }
    })
  })
}
