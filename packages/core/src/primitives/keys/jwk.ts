import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { decodeBase64Url, parseOptions } from '../../foundation/index.js'
import type { SecretPurpose, SigningAlgorithm } from './types.js'

/** Purposes of the symmetric keys that are not for signing. */
export const SECRET_PURPOSES = ['vault', 'cookies', 'sealing', 'refresh'] as const satisfies readonly SecretPurpose[]

/** Length of every key of {@link SECRET_PURPOSES}, and the least of an HS256 key (RFC 7518 §3.2). */
export const SECRET_BYTES = 32

/** A signing key as written in a key file, private half included. */
export type PrivateSigningJwk =
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly kid: string; readonly x: string; readonly d: string }
  | {
      readonly kty: 'EC'
      readonly crv: 'P-256'
      readonly kid: string
      readonly x: string
      readonly y: string
      readonly d: string
    }
  | { readonly kty: 'oct'; readonly kid: string; readonly k: string }

/** One key of a key file: what it is for, and the key. */
export type PurposedJwk =
  | { readonly purpose: 'signing'; readonly jwk: PrivateSigningJwk }
  | { readonly purpose: SecretPurpose; readonly jwk: Extract<PrivateSigningJwk, { kty: 'oct' }> }

const octets = (check: (length: number) => boolean, expected: string) =>
  z.string().check(
    z.refine((text) => {
      const bytes = decodeBase64Url(text)
      return bytes !== undefined && check(bytes.length)
    }, `expected unpadded base64url of ${expected}`),
  )
const coordinate = octets((length) => length === SECRET_BYTES, '32 bytes')

const common = {
  kid: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 characters of A-Za-z0-9_-')),
  purpose: z.enum(['signing', ...SECRET_PURPOSES]),
  use: z.optional(z.literal('sig')),
  key_ops: z.optional(z.array(z.string())),
  ext: z.optional(z.boolean()),
}

const Key = z.discriminatedUnion('kty', [
  z.strictObject({
    ...common,
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    alg: z.optional(z.enum(['EdDSA', 'Ed25519'])),
    x: coordinate,
    d: coordinate,
  }),
  z.strictObject({
    ...common,
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    alg: z.optional(z.literal('ES256')),
    x: coordinate,
    y: coordinate,
    d: coordinate,
  }),
  z.strictObject({
    ...common,
    kty: z.literal('oct'),
    alg: z.optional(z.literal('HS256')),
    k: octets((length) => length >= SECRET_BYTES, 'at least 32 bytes'),
  }),
])

const KeyFile = z.strictObject({ keys: z.array(Key).check(z.minLength(1)) })

/** The algorithm that a key type stands for: one each, so a token can never choose (RFC 8725 §3.1). */
export function algorithmOf(jwk: Pick<PrivateSigningJwk, 'kty'>): SigningAlgorithm {
  return jwk.kty === 'OKP' ? 'EdDSA' : jwk.kty === 'EC' ? 'ES256' : 'HS256'
}

/** The secret part of a key. */
export function secretOf(jwk: PrivateSigningJwk): Uint8Array<ArrayBuffer> {
  return decodeBase64Url(jwk.kty === 'oct' ? jwk.k : jwk.d) ?? new Uint8Array()
}

/**
 * Reads the form of a key file and nothing else of it.
 *
 * @param json text or parsed JSON
 * @throws {ConfigError} naming the place; never repeats a value
 */
export function parseKeyFile(json: unknown): readonly PurposedJwk[] {
  const { keys } = parseOptions('keys', KeyFile, typeof json === 'string' ? parseJson(json) : json)
  return keys.map(({ purpose, ...jwk }): PurposedJwk => {
    if (purpose === 'signing') return { purpose, jwk }
    if (jwk.kty === 'oct' && secretOf(jwk).length === SECRET_BYTES) return { purpose, jwk }
    throw new ConfigError({
      option: `keys: ${jwk.kid}`,
      anchor: 'keys',
      problem: `a key for "${purpose}" must be symmetric ("kty": "oct") and exactly 32 bytes long.`,
      fix: 'Generate the key set with generateKeySet().',
    })
  })
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
