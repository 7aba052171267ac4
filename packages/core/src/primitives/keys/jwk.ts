import { decodeBase64Url } from '../../foundation/index.js'
import type { KeyPurpose, SecretPurpose, SigningAlgorithm } from './types.js'

/** Purposes of the symmetric keys that are not for signing. */
export const SECRET_PURPOSES = ['vault', 'cookies', 'sealing', 'refresh'] as const satisfies readonly SecretPurpose[]

/** All purposes. */
export const KEY_PURPOSES = ['signing', ...SECRET_PURPOSES] as const satisfies readonly KeyPurpose[]

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

/** The algorithm that a key type stands for: one each, so a token can never choose (RFC 8725 §3.1). */
export function algorithmOf(jwk: Pick<PrivateSigningJwk, 'kty'>): SigningAlgorithm {
  return jwk.kty === 'OKP' ? 'EdDSA' : jwk.kty === 'EC' ? 'ES256' : 'HS256'
}

/** The secret part of a key. */
export function secretOf(jwk: PrivateSigningJwk): Uint8Array<ArrayBuffer> {
  return decodeBase64Url(jwk.kty === 'oct' ? jwk.k : jwk.d) ?? new Uint8Array()
}

/** Fewer distinct bytes than this in a key were typed, padded or left at zero, not drawn at random. */
const LEAST_DISTINCT_BYTES = 8

/** True for bytes that cannot have come from a random generator. */
export function looksMadeUp(secret: Uint8Array): boolean {
  return new Set(secret).size < LEAST_DISTINCT_BYTES
}
