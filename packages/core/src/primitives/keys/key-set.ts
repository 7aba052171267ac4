import { ConfigError } from '../../errors/index.js'
import { encodeBase64Url } from '../../foundation/index.js'
import { parseKeyFile, secretOf, SECRET_PURPOSES, type PrivateSigningJwk, type PurposedJwk } from './jwk.js'
import { localSigner } from './local-signer.js'
import type { KeySet, SecretKey, SecretPurpose } from './types.js'

/** Fewer distinct bytes than this in a key were typed, padded or left at zero, not drawn at random. */
const LEAST_DISTINCT_BYTES = 8

/** True for bytes that cannot have come from a random generator. */
export function looksMadeUp(secret: Uint8Array): boolean {
  return new Set(secret).size < LEAST_DISTINCT_BYTES
}

function refuse(kid: string, problem: string, fix: string): never {
  throw new ConfigError({ option: `keys: ${kid}`, anchor: 'keys', problem, fix })
}

function assertDistinct(keys: readonly PurposedJwk[]): void {
  const kids = new Set<string>()
  const secrets = new Map<string, string>()
  for (const { jwk } of keys) {
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
 * Reads a key set: a JWK Set (RFC 7517 §5) whose keys each have a `kid` and a `purpose`.
 *
 * `signing`: Ed25519, P-256, or a secret of at least 32 bytes. `vault`, `cookies`, `sealing`, `refresh`: 32 random bytes.
 * The first key of each purpose is used for new values; those after it are still accepted, and published in the JWKS.
 *
 * @param json text, or parsed JSON
 * @throws {ConfigError} for a missing purpose, a repeated `kid` or key, or a key that is weak or malformed
 * @example
 * ```ts
 * import { generateKeySet, parseKeySet } from '@sallyport/core/keys'
 *
 * const keys = await parseKeySet(JSON.stringify(await generateKeySet({ alg: 'ES256' })))
 * console.log(keys.signing[0]?.alg) // ES256
 * ```
 */
export async function parseKeySet(json: unknown): Promise<KeySet> {
  const keys = parseKeyFile(json)
  assertDistinct(keys)
  const signing: PrivateSigningJwk[] = keys.filter((key) => key.purpose === 'signing').map((key) => key.jwk)
  const secretsFor = (purpose: SecretPurpose): readonly SecretKey[] =>
    keys.filter((key) => key.purpose === purpose).map(({ jwk }) => ({ kid: jwk.kid, secret: secretOf(jwk) }))

  for (const purpose of ['signing', ...SECRET_PURPOSES]) {
    if (keys.some((key) => key.purpose === purpose)) continue
    throw new ConfigError({
      option: 'keys',
      problem: `there is no key for "${purpose}".`,
      fix: `Add one with "purpose": "${purpose}", or generate the whole set with generateKeySet().`,
    })
  }
  return Object.freeze({
    signing: await Promise.all(signing.map(localSigner)),
    vault: secretsFor('vault'),
    cookies: secretsFor('cookies'),
    sealing: secretsFor('sealing'),
    refresh: secretsFor('refresh'),
  })
}
