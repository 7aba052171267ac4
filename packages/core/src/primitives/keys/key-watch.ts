import type { Auditor } from '../../audit/index.js'
import { ConfigError, isSecurityError } from '../../errors/index.js'
import type { Awaitable, Runtime } from '../../foundation/index.js'
import { KEY_PURPOSES } from './jwk.js'
import { assertUsable, createKeyFileReader, keySetOf, keyWarnings, type TimedKeySet } from './key-set.js'
import type { KeyCheck, KeyContext, KeySet } from './types.js'

/** A place that keys are read from, and that may hold others later. */
export interface KeyReading {
  /** Milliseconds between two looks at the place; 0 looks only when it is told to. */
  readonly reloadMs: number
  /** A text that changes when the place may hold something else, for example times and size of a file. Cheap. */
  stamp(): Promise<string>
  /** The key file, as text or JSON. @throws {ConfigError} when it cannot be read */
  read(): Promise<unknown>
}

type Context = Pick<KeyContext, 'audit' | 'runtime'>

/** Strangers can name keys that do not exist; their requests make us look this often at most. */
const MISSING_COOLDOWN_MS = 1_000
/** A place that does not answer holds nobody up for longer: they go on with the keys that are there. */
const PATIENCE_MS = 2_000
/** How often a running process looks whether its keys end soon. */
const WARN_EVERY_MS = 3_600_000

function kidsIn(set: TimedKeySet): readonly string[] {
  return KEY_PURPOSES.flatMap((purpose) => set[purpose].map(({ kid }) => kid))
}

/** Says once what is about to go wrong. */
function createWarner(audit: Auditor, runtime: Pick<Runtime, 'nowMs'>): (set: TimedKeySet) => TimedKeySet {
  const said = new Set<string>()
  let checked: TimedKeySet | undefined
  let dueAtMs = 0
  return (set) => {
    const nowMs = runtime.nowMs()
    if (set === checked && nowMs < dueAtMs) return set
    checked = set
    dueAtMs = nowMs + WARN_EVERY_MS
    for (const problem of keyWarnings(set, nowMs)) {
      if (said.has(problem)) continue
      said.add(problem)
      audit.record({ kind: 'config.warned', outcome: 'noted', option: 'keys', problem })
    }
    return set
  }
}

/** A place of somebody else's may throw where it should reject. */
async function stampOf(place: KeyReading): Promise<string> {
  try {
    return await place.stamp()
  } catch {
    return 'unreadable'
  }
}

/** A key set that never learns of other keys, but follows the clock. */
export async function loadKeySet(json: unknown, { audit, runtime }: Context): Promise<KeySet> {
  const set = await createKeyFileReader()(json)
  assertUsable(set, runtime.nowMs())
  const warned = createWarner(audit, runtime)
  warned(set)
  return keySetOf(() => warned(set), runtime)
}

/**
 * Reads keys from a place, and again when it has changed. There is no timer: whoever uses a key makes us look in the
 * background once `reloadMs` have passed, and waits, two seconds at most, only before something new is made, or when a key
 * was not found. Keys that cannot be used leave those that were there, and are reported once (`keys.failed`).
 *
 * Used by `keysFromFile`; use it for a place of your own, such as a secret manager.
 *
 * @throws {ConfigError} when the place cannot be read at first, or its keys cannot be used
 * @example
 * ```ts
 * import { watchKeys, type KeySource } from '@sallyport/core/keys'
 *
 * declare const secrets: { version(name: string): Promise<string>; value(name: string): Promise<string> }
 * const keys: KeySource = {
 *   load: (context) =>
 *     watchKeys(
 *       { reloadMs: 60_000, stamp: () => secrets.version('keys'), read: () => secrets.value('keys') },
 *       context,
 *     ),
 * }
 * ```
 */
export async function watchKeys(place: KeyReading, { audit, runtime }: Context): Promise<KeySet> {
  const readFile = createKeyFileReader()
  const warned = createWarner(audit, runtime)

  async function read(): Promise<TimedKeySet> {
    const set = await readFile(await readPlace(place))
    assertUsable(set, runtime.nowMs())
    return set
  }

  // Before reading: what is written in between changes the stamp once more.
  let stamp = await stampOf(place)
  let current = warned(await read())
  let lookedAtMs = runtime.nowMs()
  let reported: string | undefined
  let looking: Promise<ConfigError | undefined> | undefined
  /** Settles with the look, or when {@link PATIENCE_MS} are over. */
  let looked: Promise<void> = Promise.resolve()

  function replace(set: TimedKeySet): void {
    const [before, after] = [kidsIn(current), kidsIn(set)]
    current = warned(set)
    audit.record({
      kind: 'keys.reloaded',
      outcome: 'noted',
      kids: after,
      added: after.filter((kid) => !before.includes(kid)),
      removed: before.filter((kid) => !after.includes(kid)),
    })
  }

  /** Never rejects: what was there stays. */
  async function look(): Promise<ConfigError | undefined> {
    const seen = await stampOf(place)
    if (seen === stamp) {
      reported = undefined
      return undefined
    }
    try {
      const set = await read()
      stamp = seen
      reported = undefined
      replace(set)
      return undefined
    } catch (error) {
      const failure = asConfigError(error)
      // Tried again at each look, for the cause may lie elsewhere; said once for each change.
      if (seen === reported) return failure
      reported = seen
      audit.record({
        kind: 'keys.failed',
        outcome: 'refused',
        reason: 'keys_unusable',
        problem: `${failure.option}: ${failure.problem}`,
      })
      return failure
    }
  }

  function lookOnce(): Promise<ConfigError | undefined> {
    lookedAtMs = runtime.nowMs()
    looking = look().finally(() => {
      looking = undefined
    })
    looked = withPatience(looking, runtime)
    return looking
  }

  async function lookNow(): Promise<void> {
    // One that is under way may have read already what has just been replaced.
    await looking
    stamp = ''
    reported = undefined
    const failure = await lookOnce()
    if (failure) throw failure
  }

  function reload(check: KeyCheck): Awaitable<void> {
    if (check === 'now') return lookNow()
    if (place.reloadMs === 0) return
    const waitMs = check === 'due' ? place.reloadMs : Math.min(place.reloadMs, MISSING_COOLDOWN_MS)
    const passedMs = runtime.nowMs() - lookedAtMs
    // A clock that was set back must not stop us for as long as it was set back.
    if (looking === undefined && passedMs >= 0 && passedMs < waitMs) return
    if (looking === undefined) void lookOnce()
    return looked
  }

  return keySetOf(
    () => {
      void reload('due')
      return warned(current)
    },
    runtime,
    reload,
  )
}

async function withPatience(look: Promise<unknown>, runtime: Pick<Runtime, 'delay'>): Promise<void> {
  const answered = new AbortController()
  await Promise.race([look, runtime.delay(PATIENCE_MS, answered.signal)])
  answered.abort()
}

async function readPlace(place: KeyReading): Promise<unknown> {
  try {
    return await place.read()
  } catch (error) {
    throw asConfigError(error)
  }
}

function asConfigError(error: unknown): ConfigError {
  if (isSecurityError(error) && error instanceof ConfigError) return error
  return new ConfigError(
    { option: 'keys', problem: 'the keys cannot be read.', fix: 'Check the place they are kept at.' },
    { cause: error },
  )
}
