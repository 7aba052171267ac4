import type { RecordStore } from '../../store/index.js'
import type { Auditor } from '../../audit/index.js'
import type { Runtime } from '../../foundation/index.js'
import type { CryptoKey, JWK } from 'jose'

/** What a symmetric key may do. A key of one purpose opens nothing of another. */
export type SecretPurpose = 'vault' | 'cookies' | 'sealing' | 'refresh'

/** A 256-bit secret with its version. */
export interface SecretKey {
  /** 1 to 64 characters of `A-Za-z0-9_-`. */
  readonly kid: string
  /** 32 bytes. */
  readonly secret: Uint8Array<ArrayBuffer>
}

export type SigningAlgorithm = 'EdDSA' | 'ES256' | 'HS256'

/** Signs access tokens. Implement it to keep the key in a remote KMS. */
export interface Signer {
  readonly kid: string
  readonly alg: SigningAlgorithm
  /** Public half as published in the JWKS; absent for HS256. */
  readonly publicJwk?: Readonly<JWK>
  /** Raw JWS signature (RFC 7518 §3.4 for ES256: 64 bytes, not DER) of the signing input. */
  sign(signingInput: Uint8Array<ArrayBuffer>): Promise<Uint8Array>
  /** What `jose.jwtVerify` takes to check a signature of {@link sign}. */
  verificationKey(): Promise<CryptoKey | Uint8Array>
}

/** All keys of one authorization server. In every list the first one is used for new values, all are accepted. */
export interface KeySet {
  readonly signing: readonly Signer[]
  readonly vault: readonly SecretKey[]
  readonly cookies: readonly SecretKey[]
  readonly sealing: readonly SecretKey[]
  readonly refresh: readonly SecretKey[]
}

export interface KeyContext {
  readonly records: RecordStore
  readonly audit: Auditor
  readonly runtime: Runtime
}

/** Where keys come from; asked once at start. */
export interface KeySource {
  /** @throws {ConfigError} when keys are missing, weak or malformed */
  load(context: KeyContext): Promise<KeySet>
}
