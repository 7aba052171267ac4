import * as z from 'zod/mini'
import { parseOptions, randomBase64Url, systemRuntime, type Runtime } from '../../foundation/index.js'
import { KEY_PURPOSES, SECRET_BYTES, type PrivateSigningJwk } from './jwk.js'
import type { KeyFile, KeyFileEntry } from './key-file.js'
import type { KeyPurpose, SigningAlgorithm } from './types.js'

export interface GenerateKeySetOptions {
  /** Algorithm of the signing key. Default `EdDSA`. */
  readonly alg?: SigningAlgorithm
}

export interface GenerateKeyOptions {
  /** What it is for. */
  readonly purpose: KeyPurpose
  /** Algorithm of a key for `signing`; counts for no other. Default `EdDSA`. */
  readonly alg?: SigningAlgorithm
}

const alg = z._default(z.enum(['EdDSA', 'ES256', 'HS256']), 'EdDSA')
const Options = z.strictObject({ alg })
const KeyOptions = z.strictObject({ alg, purpose: z.enum(KEY_PURPOSES) })

/** 72 random bits: a name, no secret. */
const KID_BYTES = 9

async function generateJwk(
  alg: SigningAlgorithm,
  kid: string,
  runtime: Pick<Runtime, 'randomBytes'>,
): Promise<PrivateSigningJwk> {
  if (alg === 'HS256') return { kty: 'oct', kid, k: randomBase64Url(SECRET_BYTES, runtime) }
  const algorithm = alg === 'EdDSA' ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new TypeError('the platform made no key pair')
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return alg === 'EdDSA' ? { kty: 'OKP', crv: 'Ed25519', kid, x, d } : { kty: 'EC', crv: 'P-256', kid, x, y, d }
}

/**
 * Draws one fresh key for a key file, with the time of its making. The result is secret.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { generateKey } from '@sallyport/core/keys'
 *
 * const { kid, kty } = await generateKey({ purpose: 'vault' })
 * console.log(kid.length, kty) // 12 oct
 * ```
 */
export async function generateKey(
  options: GenerateKeyOptions,
  runtime: Pick<Runtime, 'randomBytes' | 'nowMs'> = systemRuntime,
): Promise<KeyFileEntry> {
  const { purpose, alg } = parseOptions('generateKey', KeyOptions, options)
  // On a command line a name that begins with a hyphen would be an option.
  const kid = randomBase64Url(KID_BYTES, runtime).replace(/^-/, 'k')
  const jwk = await generateJwk(purpose === 'signing' ? alg : 'HS256', kid, runtime)
  return { ...jwk, purpose, iat: Math.floor(runtime.nowMs() / 1000) }
}

/**
 * Draws one fresh key for each purpose. The result is secret: keep it in a file only its owner can read, or in a vault.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { generateKeySet } from '@sallyport/core/keys'
 *
 * console.log(JSON.stringify(await generateKeySet(), null, 2)) // for SALLYPORT_KEYS, or a file of mode 600
 * ```
 */
export async function generateKeySet(
  options: GenerateKeySetOptions = {},
  runtime: Pick<Runtime, 'randomBytes' | 'nowMs'> = systemRuntime,
): Promise<KeyFile> {
  const { alg } = parseOptions('generateKeySet', Options, options)
  return { keys: await Promise.all(KEY_PURPOSES.map((purpose) => generateKey({ purpose, alg }, runtime))) }
}
