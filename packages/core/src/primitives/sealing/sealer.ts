import type { CryptoKey } from 'jose'
import { ConfigError } from '../../errors/index.js'
import {
  concatBytes,
  decodeBase64Url,
  encodeBase64Url,
  fromUtf8,
  systemRuntime,
  utf8,
  type Runtime,
} from '../../foundation/index.js'
import type { SecretKey } from '../keys/index.js'
import type { Sealer } from './types.js'

const VERSION = 'v1'
const KEY_BYTES = 32
/** 96 bits, drawn for every value (NIST SP 800-38D §8.2.2): one key seals 2^32 values at most. */
const IV_BYTES = 12
const TAG_BYTES = 16
const FORM = /^v1\.([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]+)$/

/** JSON of an array is injective: no two different triples give the same bytes. */
function associatedData(purpose: string, context: string, kid: string): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify([purpose, context, `${VERSION}.${kid}`]))
}

function importOnce(secret: Uint8Array): () => Promise<CryptoKey> {
  const copy = Uint8Array.from(secret)
  let key: Promise<CryptoKey> | undefined
  return () => (key ??= crypto.subtle.importKey('raw', copy, 'AES-GCM', false, ['encrypt', 'decrypt']))
}

function checkKeys(keys: readonly SecretKey[]): SecretKey {
  const [active] = keys
  const problem =
    active === undefined
      ? 'there is no key.'
      : keys.some(({ secret }) => secret.length !== KEY_BYTES)
        ? 'a key is not 32 bytes long.'
        : new Set(keys.map(({ kid }) => kid)).size < keys.length
          ? 'two keys share a "kid".'
          : undefined
  if (active !== undefined && problem === undefined) return active
  throw new ConfigError({
    option: 'createSealer: keys',
    problem: problem ?? 'invalid.',
    fix: 'Generate keys with generateKeySet().',
  })
}

/**
 * Creates the only authenticated encryption of this package: AES-256-GCM, written as `v1.<kid>.<base64url>`.
 *
 * The first key seals, all keys open. A value opens only under the same purpose and context that it was sealed for, so a
 * cookie is never mistaken for a form, nor one person's value for another's (AS-61, F-10).
 *
 * @param keys of one purpose, newest first
 * @param purpose fixed name of the place, for example `consent-form`
 * @throws {ConfigError} without a key, for a key that is not 32 bytes long, or a repeated `kid`
 * @example
 * ```ts
 * import { createSealer } from '@sallyport/core/sealing'
 *
 * const key = { kid: 'k1', secret: crypto.getRandomValues(new Uint8Array(32)) }
 * const sealer = createSealer([key], 'example')
 * const sealed = await sealer.seal('hello', 'user-1')
 * console.log(await sealer.open(sealed, 'user-1'), await sealer.open(sealed, 'user-2')) // hello undefined
 * ```
 */
export function createSealer(
  keys: readonly SecretKey[],
  purpose: string,
  runtime: Pick<Runtime, 'randomBytes'> = systemRuntime,
): Sealer {
  const active = checkKeys(keys)
  const importedKeys = new Map(keys.map(({ kid, secret }) => [kid, importOnce(secret)]))
  const activeKey = importOnce(active.secret)

  return Object.freeze<Sealer>({
    async seal(plaintext, context) {
      const iv = runtime.randomBytes(IV_BYTES)
      const additionalData = associatedData(purpose, context, active.kid)
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData },
        await activeKey(),
        utf8(plaintext),
      )
      return `${VERSION}.${active.kid}.${encodeBase64Url(concatBytes(iv, new Uint8Array(sealed)))}`
    },
    async open(sealed, context) {
      const [, kid = '', body = ''] = FORM.exec(sealed) ?? []
      const bytes = decodeBase64Url(body)
      const key = await importedKeys.get(kid)?.()
      if (key === undefined || bytes === undefined || bytes.length < IV_BYTES + TAG_BYTES) return undefined
      const additionalData = associatedData(purpose, context, kid)
      try {
        const iv = bytes.subarray(0, IV_BYTES)
        const data = bytes.subarray(IV_BYTES)
        return fromUtf8(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, data)))
      } catch {
        return undefined
      }
    },
  })
}
