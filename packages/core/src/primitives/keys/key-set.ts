import { ConfigError } from '../../errors/index.js'
import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { KEY_PURPOSES, secretOf } from './jwk.js'
import { readKeyFile, type KeyFileEntry } from './key-file.js'
import { localSigner } from './local-signer.js'
import { standingAt, type TimedKey } from './standing.js'
import type { KeyPurpose, KeySet, SecretKey, Signer } from './types.js'

/** All keys of a file with their times, by purpose. */
export interface TimedKeySet extends Record<Exclude<KeyPurpose, 'signing'>, readonly TimedKey<SecretKey>[]> {
  readonly signing: readonly TimedKey<Signer>[]
}

/** Before its last key expires, a purpose is warned about this long. */
const WARN_AHEAD_MS = 86_400_000

const iso = (atMs: number): string => new Date(atMs).toISOString()

/** One text for one key: whoever has the same text has the same key. */
const identityOf = ({ purpose, kid, kty, ...rest }: KeyFileEntry): string =>
  JSON.stringify([purpose, kid, kty, 'k' in rest ? rest.k : [rest.d, rest.x]])

/** Reads key files one after the other; a key that stays is the same object, so that what was made of it stays, too. */
export type KeyFileReader = (json: unknown) => Promise<TimedKeySet>

export function createKeyFileReader(): KeyFileReader {
  let known = new Map<string, Signer | SecretKey>()
  return async (json) => {
    const { keys } = readKeyFile(json)
    const read = new Map<string, Signer | SecretKey>()
    async function timed<Key extends Signer | SecretKey>(
      entry: KeyFileEntry,
      make: () => Key | Promise<Key>,
    ): Promise<TimedKey<Key>> {
      const identity = identityOf(entry)
      // The identity holds the purpose, and with it the type.
      const key = (known.get(identity) as Key | undefined) ?? (await make())
      read.set(identity, key)
      const { kid, nbf, exp } = entry
      return {
        key,
        kid,
        notBeforeMs: nbf === undefined ? -Infinity : nbf * 1000,
        expiresAtMs: exp === undefined ? Infinity : exp * 1000,
      }
    }
    const of = (purpose: KeyPurpose) => keys.filter((entry) => entry.purpose === purpose)
    const secretsFor = (purpose: KeyPurpose) =>
      Promise.all(
        of(purpose).map((entry) => timed(entry, () => Object.freeze({ kid: entry.kid, secret: secretOf(entry) }))),
      )
    const [signing, vault, cookies, sealing, refresh] = await Promise.all([
      Promise.all(of('signing').map((entry) => timed(entry, () => localSigner(entry)))),
      secretsFor('vault'),
      secretsFor('cookies'),
      secretsFor('sealing'),
      secretsFor('refresh'),
    ])
    known = read
    return Object.freeze({ signing, vault, cookies, sealing, refresh })
  }
}

/** @throws {ConfigError} when a purpose has no key that is in use now */
export function assertUsable(set: TimedKeySet, nowMs: number): void {
  for (const purpose of KEY_PURPOSES) {
    const { accepted, hasActive } = standingAt<unknown>(set[purpose], nowMs)
    if (hasActive) continue
    const [next] = accepted
    throw new ConfigError({
      option: 'keys',
      problem: next
        ? `no key for "${purpose}" has begun: "${next.kid}" is the first, at ${iso(next.notBeforeMs)}.`
        : `every key for "${purpose}" has expired.`,
      fix: next
        ? 'Set "nbf" of that key to a time that has passed, and check the clock of this machine.'
        : 'Generate a new one: sallyport keys rotate --lead 0.',
    })
  }
}

/** The purpose stands without a key soon: the last of them expires within a day. */
function endingSoon(purpose: KeyPurpose, keys: readonly TimedKey<unknown>[], nowMs: number): string | undefined {
  const { accepted, hasActive } = standingAt(keys, nowMs)
  const last = accepted.reduce((end, { expiresAtMs }) => Math.max(end, expiresAtMs), -Infinity)
  if (!hasActive || last - nowMs > WARN_AHEAD_MS) return undefined
  return `the last key for "${purpose}" expires at ${iso(last)}, and no other takes over: run sallyport keys rotate.`
}

/** Problems of the next day, for the audit log. */
export function keyWarnings(set: TimedKeySet, nowMs: number): readonly string[] {
  return KEY_PURPOSES.flatMap((purpose) => endingSoon(purpose, set[purpose], nowMs) ?? [])
}

/** The list of one purpose as of now: the same array until it changes. */
function listOf<Key>(read: () => readonly TimedKey<Key>[], runtime: Pick<Runtime, 'nowMs'>): () => readonly Key[] {
  let keys: readonly TimedKey<Key>[] | undefined
  let list: readonly Key[] = []
  let [fromMs, untilMs] = [0, 0]
  return () => {
    const [read_, nowMs] = [read(), runtime.nowMs()]
    if (read_ !== keys || nowMs < fromMs || nowMs >= untilMs) {
      const standing = standingAt(read_, nowMs)
      const found = standing.accepted.map(({ key }) => key)
      if (found.length !== list.length || found.some((key, index) => key !== list[index])) list = Object.freeze(found)
      keys = read_
      ;({ fromMs, untilMs } = standing)
    }
    return list
  }
}

/** A key set whose lists are those of the instant at which they are read. */
export function keySetOf(
  read: () => TimedKeySet,
  runtime: Pick<Runtime, 'nowMs'>,
  reload?: NonNullable<KeySet['reload']>,
): KeySet {
  const signing = listOf(() => read().signing, runtime)
  const vault = listOf(() => read().vault, runtime)
  const cookies = listOf(() => read().cookies, runtime)
  const sealing = listOf(() => read().sealing, runtime)
  const refresh = listOf(() => read().refresh, runtime)
  return Object.freeze({
    get signing() {
      return signing()
    },
    get vault() {
      return vault()
    },
    get cookies() {
      return cookies()
    },
    get sealing() {
      return sealing()
    },
    get refresh() {
      return refresh()
    },
    ...(reload && { reload }),
  })
}

/**
 * Reads a key set: a JWK Set (RFC 7517 §5) whose keys each have a `kid` and a `purpose`.
 *
 * `signing`: Ed25519, P-256, or a secret of at least 32 bytes. `vault`, `cookies`, `sealing`, `refresh`: 32 random bytes.
 * The first key of each purpose is used for new values; those after it are still accepted, and published in the JWKS.
 * With `nbf` and `exp` a rotation is written once: of the keys that have begun the one that began last is used, a key is
 * accepted and published before that already, and no longer once it has expired. The lists follow the clock (F-06).
 *
 * @param json text, or parsed JSON
 * @throws {ConfigError} for a missing purpose, one without a key that is in use now, a repeated `kid` or key, or a key
 *   that is weak or malformed
 * @example
 * ```ts
 * import { generateKeySet, parseKeySet } from '@sallyport/core/keys'
 *
 * const keys = await parseKeySet(JSON.stringify(await generateKeySet({ alg: 'ES256' })))
 * console.log(keys.signing[0]?.alg) // ES256
 * ```
 */
export async function parseKeySet(json: unknown, runtime: Pick<Runtime, 'nowMs'> = systemRuntime): Promise<KeySet> {
  const set = await createKeyFileReader()(json)
  assertUsable(set, runtime.nowMs())
  return keySetOf(() => set, runtime)
}
