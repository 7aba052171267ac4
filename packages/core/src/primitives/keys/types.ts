import type { RecordStore } from '../../store/index.js'
import type { Auditor } from '../../audit/index.js'
import type { Awaitable, Runtime } from '../../foundation/index.js'
import type { CryptoKey, JWK } from 'jose'

/** What a symmetric key may do. A key of one purpose opens nothing of another. */
export type SecretPurpose = 'vault' | 'cookies' | 'sealing' | 'refresh'

/** What any key may do. */
export type KeyPurpose = 'signing' | SecretPurpose

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

/** When to look whether the source of the keys holds others. */
export type KeyCheck =
  /** When the interval of the source has passed. */
  | 'due'
  /** Soon: something names a key that is not there. Strangers can name keys, so a source looks once a second at most. */
  | 'missing'
  /** At once. */
  | 'now'

/**
 * All keys of one authorization server. In every list the first one is used for new values, all are accepted.
 *
 * Read the lists at each use: those of a file change while the process runs, by time and with the file. A list stays the
 * same array until it changes.
 */
export interface KeySet {
  readonly signing: readonly Signer[]
  readonly vault: readonly SecretKey[]
  readonly cookies: readonly SecretKey[]
  readonly sealing: readonly SecretKey[]
  readonly refresh: readonly SecretKey[]
  /**
   * Looks whether the source holds other keys, and takes them. Absent for a source that cannot be asked again.
   *
   * @throws {ConfigError} with `now`, when the source cannot be read or its keys cannot be used; what was there stays
   */
  reload?(check: KeyCheck): Awaitable<void>
}

/** Keys of one purpose that may change while the process runs. */
export interface LiveKeys<Key> {
  /** The list as it is known: the first is used for new values, all are accepted. */
  current(): readonly Key[]
  /** The list after a look at its source: before something new is made (`due`), or when a key was not found (`missing`). */
  latest(check: 'due' | 'missing'): Awaitable<readonly Key[]>
}

/** Keys of one purpose, the first one for new values: a list that never changes, or one that may. */
export type KeyList<Key> = readonly Key[] | LiveKeys<Key>

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
