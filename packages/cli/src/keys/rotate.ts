import {
  generateKey,
  KEY_PURPOSES,
  keyStates,
  readKeyFile,
  type KeyFile,
  type KeyFileEntry,
  type KeyPurpose,
  type KeyState,
  type SigningAlgorithm,
} from '@sallyport/core/keys'
import { formatTime } from '../terminal/durations.js'
import { LONGEST_USE_MS, SKEW_MS } from './longest-use.js'
import { RefusedError } from './refused.js'

export interface RotateOptions {
  /** Default: all. */
  readonly purposes?: readonly KeyPurpose[]
  /**
   * Until the new keys are used; every process and every cache of the JWKS must have seen them by then. Default 600 000
   * (10 minutes).
   */
  readonly leadMs?: number
  /** How long keys are accepted after their last use. Default: the longest life of what they made. */
  readonly keepMs?: number
  /** Of the new signing key. Default: that of the one in use. */
  readonly alg?: SigningAlgorithm
}

/** One purpose after a rotation. */
export interface RotatedKey {
  readonly purpose: KeyPurpose
  readonly kid: string
  /** When it begins to be used. */
  readonly sinceMs: number
  /** The keys before it, and until when they are accepted; `undefined` until they are retired by hand. */
  readonly before: readonly { readonly kid: string; readonly untilMs: number | undefined }[]
}

export interface Rotation {
  readonly file: KeyFile
  readonly rotated: readonly RotatedKey[]
}

interface Clock {
  nowMs(): number
  randomBytes(length: number): Uint8Array<ArrayBuffer>
}

const DEFAULT_LEAD_MS = 600_000

const seconds = (ms: number): number => Math.ceil(ms / 1000)

function endOf(state: KeyState, sinceMs: number, keepMs: number | undefined): number | undefined {
  const useMs = keepMs ?? LONGEST_USE_MS[state.purpose]
  // Of what lies in the store nobody can say when it was used last.
  if (useMs === undefined) return state.state === 'active' ? undefined : state.untilMs
  const endMs = sinceMs + useMs + SKEW_MS
  // A key that is not used any more keeps the end it was given when it was replaced.
  return state.state === 'active' ? endMs : Math.min(state.untilMs ?? endMs, endMs)
}

function withEnd({ exp: _exp, ...entry }: KeyFileEntry, untilMs: number | undefined): KeyFileEntry {
  return untilMs === undefined ? entry : { ...entry, exp: seconds(untilMs) }
}

async function rotateOne(
  keys: readonly KeyFileEntry[],
  states: readonly KeyState[],
  purpose: KeyPurpose,
  { leadMs = DEFAULT_LEAD_MS, keepMs, alg }: RotateOptions,
  clock: Clock,
): Promise<{ readonly keys: readonly KeyFileEntry[]; readonly rotated: RotatedKey }> {
  const own = states.filter((state) => state.purpose === purpose)
  const next = own.find(({ state }) => state === 'next')
  if (next) {
    throw new RefusedError(
      `A rotation of "${purpose}" is under way: "${next.kid}" takes over at ${formatTime(next.sinceMs ?? 0)}.`,
      `Wait until then, or take it back: sallyport keys retire ${next.kid}`,
    )
  }
  const active = own.find(({ state }) => state === 'active')
  const nowMs = clock.nowMs()
  // Without a lead it begins now, not at the end of this second.
  const nbf = leadMs === 0 ? Math.floor(nowMs / 1000) : seconds(nowMs + leadMs)
  const fresh = await generateKey({ purpose, alg: alg ?? active?.alg ?? 'EdDSA' }, clock)
  const ends = new Map(
    own
      .filter(({ state }) => state !== 'expired')
      .map((state) => [state.kid, endOf(state, nbf * 1000, keepMs)] as const),
  )
  const first = keys.findIndex((key) => key.purpose === purpose)
  const aged = keys.map((key) => (ends.has(key.kid) ? withEnd(key, ends.get(key.kid)) : key))
  return {
    keys: [...aged.slice(0, first), { ...fresh, nbf }, ...aged.slice(first)],
    rotated: {
      purpose,
      kid: fresh.kid,
      sinceMs: nbf * 1000,
      before: [...ends].map(([kid, untilMs]) => ({ kid, untilMs })),
    },
  }
}

/**
 * Adds a key for each purpose, and says when those before it end. Servers accept and publish the new keys as soon as they
 * see the file, and use them once `leadMs` has passed; nobody is logged out (F-06, AS-62).
 *
 * @throws {RefusedError} while a rotation of a purpose is under way
 * @throws {ConfigError} for a file that is not a key set
 * @example
 * ```ts
 * import { rotateKeys } from '@sallyport/cli'
 * import { generateKeySet } from '@sallyport/core/keys'
 *
 * const { file, rotated } = await rotateKeys(await generateKeySet(), { purposes: ['signing'], leadMs: 600_000 })
 * console.log(file.keys.length, rotated[0]?.before.length) // 6 1
 * ```
 */
export async function rotateKeys(
  file: KeyFile,
  options: RotateOptions = {},
  clock: Clock = systemClock,
): Promise<Rotation> {
  let { keys } = readKeyFile(file)
  const states = keyStates({ keys }, clock)
  const rotated: RotatedKey[] = []
  for (const purpose of options.purposes ?? KEY_PURPOSES) {
    const one = await rotateOne(keys, states, purpose, options, clock)
    keys = one.keys
    rotated.push(one.rotated)
  }
  return { file: readKeyFile({ keys }), rotated }
}

const systemClock: Clock = {
  nowMs: () => Date.now(),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
}
