import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { decodeBase64Url, encodeBase64Url, parseOptions } from '../../foundation/index.js'
import { KEY_PURPOSES, looksMadeUp, SECRET_BYTES, secretOf, type PrivateSigningJwk } from './jwk.js'
import type { KeyPurpose } from './types.js'

/** When a key of a key file is used. Seconds since the epoch, as every NumericDate (RFC 7519 §2). */
export interface KeyTimes {
  /** Used for new values from then on; accepted before. Absent: from the beginning. */
  readonly nbf?: number
  /** Accepted until then. Absent: as long as it stands in the file. */
  readonly exp?: number
  /** When it was made; for people. */
  readonly iat?: number
}

/** A key of a key file. */
export type KeyFileEntry = PrivateSigningJwk & KeyTimes & { readonly purpose: KeyPurpose }

/** A JWK Set with a purpose for each key, as {@link readKeyFile} reads it. Secret as a whole. */
export interface KeyFile {
  readonly keys: readonly KeyFileEntry[]
}

const octets = (check: (length: number) => boolean, expected: string) =>
  z.string().check(
    z.refine((text) => {
      const bytes = decodeBase64Url(text)
      return bytes !== undefined && check(bytes.length)
    }, `expected unpadded base64url of ${expected}`),
  )
const coordinate = octets((length) => length === SECRET_BYTES, '32 bytes')

/** The end of the year 9999: a time after that was written in milliseconds. */
const LAST_SECOND = 253_402_300_799
const numericDate = z.exactOptional(
  z.int().check(z.nonnegative(), z.maximum(LAST_SECOND, 'expected seconds since the epoch, not milliseconds')),
)

const common = {
  nbf: numericDate,
  exp: numericDate,
  iat: numericDate,
  kid: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 characters of A-Za-z0-9_-')),
  purpose: z.enum(KEY_PURPOSES),
  use: z.exactOptional(z.literal('sig')),
  key_ops: z.exactOptional(z.array(z.string())),
  ext: z.exactOptional(z.boolean()),
}

const Key = z.discriminatedUnion('kty', [
  z.strictObject({
    ...common,
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    alg: z.exactOptional(z.enum(['EdDSA', 'Ed25519'])),
    x: coordinate,
    d: coordinate,
  }),
  z.strictObject({
    ...common,
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    alg: z.exactOptional(z.literal('ES256')),
    x: coordinate,
    y: coordinate,
    d: coordinate,
  }),
  z.strictObject({
    ...common,
    kty: z.literal('oct'),
    alg: z.exactOptional(z.literal('HS256')),
    k: octets((length) => length >= SECRET_BYTES, 'at least 32 bytes'),
  }),
])

const KeyFile = z.strictObject({ keys: z.array(Key).check(z.minLength(1)) })

function refuse(kid: string, problem: string, fix: string): never {
  throw new ConfigError({ option: `keys: ${kid}`, anchor: 'keys', problem, fix })
}

function assertFits({ purpose, kid, nbf = 0, exp = Infinity, ...jwk }: KeyFileEntry): void {
  if (exp <= nbf) refuse(kid, '"exp" is not after "nbf", so this key is never used.', 'Correct or remove it.')
  if (purpose === 'signing') return
  if (jwk.kty === 'oct' && decodeBase64Url(jwk.k)?.length === SECRET_BYTES) return
  refuse(
    kid,
    `a key for "${purpose}" must be symmetric ("kty": "oct") and exactly ${String(SECRET_BYTES)} bytes long.`,
    'Generate the key set with generateKeySet().',
  )
}

function assertDistinct(keys: readonly KeyFileEntry[]): void {
  const kids = new Set<string>()
  const secrets = new Map<string, string>()
  for (const jwk of keys) {
    const secret = secretOf(jwk)
    const other = secrets.get(encodeBase64Url(secret))
    if (kids.has(jwk.kid)) refuse(jwk.kid, 'this "kid" is used twice.', 'Give every key its own.')
    if (other !== undefined) refuse(jwk.kid, `this key equals "${other}".`, 'Use a fresh random key for each entry.')
    if (looksMadeUp(secret)) refuse(jwk.kid, 'this key is not random.', 'Generate it with generateKeySet().')
    kids.add(jwk.kid)
    secrets.set(encodeBase64Url(secret), jwk.kid)
  }
}

/**
 * Reads the form of a key file: a JWK Set (RFC 7517 §5) whose keys each have a `kid` and a `purpose`, and may have times.
 * Which of them are in use at an instant, `keyStates` says.
 *
 * @param json text or parsed JSON
 * @throws {ConfigError} naming the place, for a missing purpose, a repeated `kid` or key, or a key that is weak or
 *   malformed; never repeats a value
 * @example
 * ```ts
 * import { generateKeySet, readKeyFile } from '@sallyport/core/keys'
 *
 * const { keys } = readKeyFile(JSON.stringify(await generateKeySet()))
 * console.log(keys.map(({ purpose, kid }) => `${purpose} ${kid}`))
 * ```
 */
export function readKeyFile(json: unknown): KeyFile {
  const file = parseOptions('keys', KeyFile, typeof json === 'string' ? parseJson(json) : json)
  const keys = file.keys.map((key) => Object.freeze<KeyFileEntry>(key))
  keys.forEach(assertFits)
  assertDistinct(keys)
  for (const purpose of KEY_PURPOSES) {
    if (keys.some((key) => key.purpose === purpose)) continue
    throw new ConfigError({
      option: 'keys',
      problem: `there is no key for "${purpose}".`,
      fix: `Add one with "purpose": "${purpose}", or generate the whole set with generateKeySet().`,
    })
  }
  return Object.freeze({ keys: Object.freeze(keys) })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No cause: the engine's message repeats part of the text, which is a secret.
    throw new ConfigError({
      option: 'keys',
      problem: 'the key set is not JSON.',
      fix: 'Write a JWK Set as made by generateKeySet().',
    })
  }
}
