import * as z from 'zod/mini'
import { encodeBase64Url, parseOptions, randomBase64Url, systemRuntime, type Runtime } from '../../foundation/index.js'
import { SECRET_BYTES, SECRET_PURPOSES, type PrivateSigningJwk } from './jwk.js'
import type { SecretPurpose, SigningAlgorithm } from './types.js'

export interface GenerateKeySetOptions {
  /** Algorithm of the signing key. Default `EdDSA`. */
  readonly alg?: SigningAlgorithm
}

/** A key of a key file. */
export type KeyFileEntry = PrivateSigningJwk & { readonly purpose: 'signing' | SecretPurpose }

/** A JWK Set with a purpose for each key, as {@link parseKeySet} reads it. Secret as a whole. */
export interface KeyFile {
  readonly keys: readonly KeyFileEntry[]
}

const Options = z.strictObject({ alg: z._default(z.enum(['EdDSA', 'ES256', 'HS256']), 'EdDSA') })

async function generateSigningJwk(alg: SigningAlgorithm, kid: string, runtime: Runtime): Promise<PrivateSigningJwk> {
  if (alg === 'HS256') return { kty: 'oct', kid, k: randomBase64Url(SECRET_BYTES, runtime) }
  const algorithm = alg === 'EdDSA' ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new TypeError('the platform made no key pair')
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return alg === 'EdDSA' ? { kty: 'OKP', crv: 'Ed25519', kid, x, d } : { kty: 'EC', crv: 'P-256', kid, x, y, d }
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
  runtime: Runtime = systemRuntime,
): Promise<KeyFile> {
  const { alg } = parseOptions('generateKeySet', Options, options)
  const kid = (): string => encodeBase64Url(runtime.randomBytes(9))
  const signing = await generateSigningJwk(alg, kid(), runtime)
  return {
    keys: [
      { ...signing, purpose: 'signing' },
      ...SECRET_PURPOSES.map((purpose): KeyFileEntry => ({
        kty: 'oct',
        kid: kid(),
        k: randomBase64Url(SECRET_BYTES, runtime),
        purpose,
      })),
    ],
  }
}
