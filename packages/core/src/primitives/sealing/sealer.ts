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
import type { KeyList, LiveKeys, SecretKey } from '../keys/index.js'
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

function problemOf(keys: readonly SecretKey[]): string | undefined {
  if (keys.length === 0) return 'there is no key.'
  if (keys.some(({ secret }) => secret.length !== KEY_BYTES)) return 'a key is not 32 bytes long.'
  return new Set(keys.map(({ kid }) => kid)).size < keys.length ? 'two keys share a "kid".' : undefined
}

/** @returns the key that seals */
function checkKeys(keys: readonly SecretKey[]): SecretKey {
  const [active] = keys
  const problem = problemOf(keys)
  if (active !== undefined && problem === undefined) return active
  throw new ConfigError({
    option: 'createSealer: keys',
    problem: problem ?? 'invalid.',
    fix: 'Generate keys with generateKeySet().',
  })
}

/** Copies of a list that never changes: a later change by the caller has no effect. */
function ownKeys(keys: KeyList<SecretKey>): LiveKeys<SecretKey> {
  if ('latest' in keys) return keys
  const own = keys.map(({ kid, secret }) => ({ kid, secret: Uint8Array.from(secret) }))
  return { current: () => own, latest: () => own }
}

/** Imports each key once; a key that is gone takes its import with it. */
function createImporter(): (key: SecretKey) => Promise<CryptoKey> {
  const imported = new WeakMap<SecretKey, Promise<CryptoKey>>()
  return (key) => {
    const known = imported.get(key)
    if (known) return known
    const fresh = crypto.subtle.importKey('raw', key.secret, 'AES-GCM', false, ['encrypt', 'decrypt'])
    imported.set(key, fresh)
    return fresh
  }
}

/** The key that a sealed value names; `undefined` for what is no sealed value. */
export function sealedBy(sealed: string): string | undefined {
  return FORM.exec(sealed)?.[1]
}

/**
 * Creates the only authenticated encryption of this package: AES-256-GCM, written as `v1.<kid>.<base64url>`.
 *
 * The first key seals, all keys open; both are looked up at each call. A value opens only under the same purpose and
 * context that it was sealed for, so a cookie is never mistaken for a form, nor one person's value for another's (AS-61, F-10).
 *
 * @param keys of one purpose, the one that seals first; `keysFor` makes a list that follows a changing key set
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
  keys: KeyList<SecretKey>,
  purpose: string,
  runtime: Pick<Runtime, 'randomBytes'> = systemRuntime,
): Sealer {
  const live = ownKeys(keys)
  const imported = createImporter()
  checkKeys(live.current())

  async function keyNamed(kid: string): Promise<SecretKey | undefined> {
    const isNamed = (key: SecretKey): boolean => key.kid === kid
    return live.current().find(isNamed) ?? (await live.latest('missing')).find(isNamed)
  }

  async function sealWith(key: SecretKey, plaintext: string, context: string): Promise<string> {
    const iv = runtime.randomBytes(IV_BYTES)
    const parameters = { name: 'AES-GCM', iv, additionalData: associatedData(purpose, context, key.kid) }
    const sealed = await crypto.subtle.encrypt(parameters, await imported(key), utf8(plaintext))
    return `${VERSION}.${key.kid}.${encodeBase64Url(concatBytes(iv, new Uint8Array(sealed)))}`
  }

  async function open(sealed: string, context: string): Promise<string | undefined> {
    const [, kid = '', body = ''] = FORM.exec(sealed) ?? []
    const bytes = decodeBase64Url(body)
    if (bytes === undefined || bytes.length < IV_BYTES + TAG_BYTES) return undefined
    const key = await keyNamed(kid)
    if (key === undefined) return undefined
    const iv = bytes.subarray(0, IV_BYTES)
    const parameters = { name: 'AES-GCM', iv, additionalData: associatedData(purpose, context, kid) }
    try {
      const opened = await crypto.subtle.decrypt(parameters, await imported(key), bytes.subarray(IV_BYTES))
      return fromUtf8(new Uint8Array(opened))
    } catch {
      return undefined
    }
  }

  return Object.freeze<Sealer>({
    seal: async (plaintext, context) => sealWith(checkKeys(await live.latest('due')), plaintext, context),
    open,
    async reseal(sealed, context) {
      const active = checkKeys(await live.latest('due'))
      if (sealedBy(sealed) === active.kid) return sealed
      const plaintext = await open(sealed, context)
      return plaintext === undefined ? undefined : sealWith(active, plaintext, context)
    },
  })
}
