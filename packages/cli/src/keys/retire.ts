import { keyStates, readKeyFile, type KeyFile, type KeyFileEntry, type KeyState } from '@sallyport/core/keys'
import { formatTime } from '../terminal/durations.js'
import { SKEW_MS } from './longest-use.js'
import { RefusedError } from './refused.js'

export interface RetireOptions {
  /** Nothing in the store is encrypted with this vault key any more: `sallyport.reencrypt()` said so. */
  readonly reencrypted?: boolean
  /** Removes a key that may still be needed: whatever it signed or encrypted is lost, and people sign in again. */
  readonly unsafelyLogPeopleOut?: boolean
}

interface Clock {
  nowMs(): number
}

const FLAG = '--unsafely-log-people-out'

/** @throws {RefusedError} while something may still need the key */
function assertUnneeded(
  { kid, purpose, state, sinceMs = 0, untilMs }: KeyState,
  options: RetireOptions,
  nowMs: number,
) {
  if (state === 'expired') return
  if (state === 'next') {
    // A process whose clock is ahead may be using it already.
    if (sinceMs - nowMs > SKEW_MS) return
    throw new RefusedError(
      `"${kid}" takes over at ${formatTime(sinceMs)}, and some processes may use it already.`,
      `Wait until then, and rotate once more. If it leaked: ${FLAG}`,
    )
  }
  if (purpose === 'vault' && options.reencrypted === true) return
  if (purpose === 'vault' && untilMs === undefined) {
    throw new RefusedError(
      `What lies in the store may still be encrypted with "${kid}".`,
      'Run sallyport.reencrypt() in a server until its keysInUse does not name this key, then add: --reencrypted',
    )
  }
  if (untilMs === undefined) {
    throw new RefusedError(
      `Nobody wrote down when "${kid}" was last used, so what it made may still be good.`,
      `Run: sallyport keys rotate --purpose ${purpose}, which gives it an end. If it leaked: ${FLAG}`,
    )
  }
  throw new RefusedError(
    `"${kid}" is needed until ${formatTime(untilMs)}: what it made is good until then.`,
    `Run the same command after that. If it leaked: ${FLAG}`,
  )
}

function assertReplaced({ kid, purpose, state }: KeyState, states: readonly KeyState[]): void {
  if (state !== 'active') return
  const others = states.filter((other) => other.purpose === purpose && other.kid !== kid)
  if (others.some(({ state }) => state === 'accepted')) return
  const next = others.find(({ state }) => state === 'next')
  const rotate = `sallyport keys rotate --purpose ${purpose} --lead 0`
  throw new RefusedError(
    `"${kid}" is in use for "${purpose}", and no other key can take over now.`,
    // It may have leaked with the file that holds both.
    next === undefined ? `Run: ${rotate}` : `First: sallyport keys retire ${next.kid}. Then: ${rotate}`,
  )
}

/** The key that goes on after all must not end. */
function withoutEnd({ exp: _exp, ...entry }: KeyFileEntry): KeyFileEntry {
  return entry
}

/**
 * Removes a key that nothing needs any more. One that has not begun is taken back: the key in use goes on.
 *
 * @throws {RefusedError} for a key that is not there, is in use, or may still be needed
 * @throws {ConfigError} for a file that is not a key set
 * @example
 * ```ts
 * import { retireKey, rotateKeys } from '@sallyport/cli'
 * import { generateKeySet } from '@sallyport/core/keys'
 *
 * const { file, rotated } = await rotateKeys(await generateKeySet(), { purposes: ['cookies'] })
 * const before = retireKey(file, rotated[0]?.kid ?? '') // takes the rotation back
 * console.log(before.keys.length) // 5
 * ```
 */
export function retireKey(
  file: KeyFile,
  kid: string,
  options: RetireOptions = {},
  clock: Clock = systemClock,
): KeyFile {
  const { keys } = readKeyFile(file)
  const states = keyStates({ keys }, clock)
  const found = states.find((state) => state.kid === kid)
  if (!found) {
    throw new RefusedError(
      `There is no key "${kid}".`,
      `The file holds: ${states.map((state) => state.kid).join(', ')}`,
    )
  }
  if (found.state === 'active' && options.unsafelyLogPeopleOut !== true) {
    throw new RefusedError(
      `"${kid}" is in use for "${found.purpose}".`,
      `Run: sallyport keys rotate --purpose ${found.purpose}`,
    )
  }
  assertReplaced(found, states)
  if (options.unsafelyLogPeopleOut !== true) assertUnneeded(found, options, clock.nowMs())
  const rest = keys.filter((key) => key.kid !== kid)
  if (found.state !== 'next') return readKeyFile({ keys: rest })
  const active = states.find((state) => state.purpose === found.purpose && state.state === 'active')
  return readKeyFile({ keys: rest.map((key) => (key.kid === active?.kid ? withoutEnd(key) : key)) })
}

/** Removes every key that has expired. */
export function retireExpired(
  file: KeyFile,
  clock: Clock = systemClock,
): { readonly file: KeyFile; readonly kids: readonly string[] } {
  const { keys } = readKeyFile(file)
  const kids = keyStates({ keys }, clock)
    .filter(({ state }) => state === 'expired')
    .map(({ kid }) => kid)
  return { file: readKeyFile({ keys: keys.filter(({ kid }) => !kids.includes(kid)) }), kids }
}

const systemClock: Clock = { nowMs: () => Date.now() }
