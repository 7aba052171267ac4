import { ConfigError } from '../../errors/index.js'
import { encodeBase64Url, utf8 } from '../../foundation/index.js'
import { looksMadeUp, SECRET_BYTES, SECRET_PURPOSES } from './jwk.js'
import { localSigner } from './local-signer.js'
import type { KeySource, SecretKey, SecretPurpose, Signer } from './types.js'

const PLACEHOLDER = /change.?me|placeholder|example|your.?secret|insert|replace|xxxx|<[^>]*>/i

function checkSecret(secret: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = typeof secret === 'string' ? utf8(secret) : Uint8Array.from(secret)
  const problem =
    bytes.length < SECRET_BYTES
      ? `the secret has ${String(bytes.length)} bytes, and ${String(SECRET_BYTES)} are the least.`
      : typeof secret === 'string' && PLACEHOLDER.test(secret)
        ? 'the secret is a placeholder.'
        : looksMadeUp(bytes)
          ? 'the secret is not random.'
          : undefined
  if (problem === undefined) return bytes
  throw new ConfigError({
    option: 'keysFromSecret: secret',
    problem,
    fix: 'Use the output of: openssl rand -base64 48',
  })
}

/** HKDF-SHA256 (RFC 5869) with the purpose as `info`: keys of different purposes tell nothing about each other. */
async function derive(secret: Uint8Array<ArrayBuffer>, purpose: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(`sallyport/v1/${purpose}`) }
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 8 * SECRET_BYTES))
}

/** Names the key without naming the secret: the version shows in tokens and sealed values. */
async function kidOf(secret: Uint8Array<ArrayBuffer>, purpose: string): Promise<string> {
  return encodeBase64Url((await derive(secret, `kid/${purpose}`)).subarray(0, 9))
}

async function signerOf(secret: Uint8Array<ArrayBuffer>): Promise<Signer> {
  const k = encodeBase64Url(await derive(secret, 'signing'))
  return localSigner({ kty: 'oct', kid: await kidOf(secret, 'signing'), k })
}

/**
 * The simple mode: everything from one secret. Tokens are signed with HS256, so nobody else can verify them, and live
 * 30 minutes at most by default (F-03, F-06).
 *
 * @param secret at least 32 bytes from a random generator; with a list the first is used for new values, all are accepted
 * @throws {ConfigError} when a secret is short, a placeholder or not random
 * @example
 * ```ts
 * import { keysFromSecret } from '@sallyport/core/keys'
 *
 * const keys = keysFromSecret(crypto.getRandomValues(new Uint8Array(32)))
 * ```
 */
export function keysFromSecret(secret: string | Uint8Array | readonly (string | Uint8Array)[]): KeySource {
  const list = typeof secret === 'string' || secret instanceof Uint8Array ? [secret] : secret
  const secrets = list.map(checkSecret)
  if (secrets.length === 0) checkSecret('')
  const secretsFor = (purpose: SecretPurpose): Promise<readonly SecretKey[]> =>
    Promise.all(
      secrets.map(async (bytes) => ({ kid: await kidOf(bytes, purpose), secret: await derive(bytes, purpose) })),
    )
  return {
    async load() {
      const [vault, cookies, sealing, refresh] = await Promise.all(SECRET_PURPOSES.map(secretsFor))
      return Object.freeze({
        signing: await Promise.all(secrets.map(signerOf)),
        vault: vault ?? [],
        cookies: cookies ?? [],
        sealing: sealing ?? [],
        refresh: refresh ?? [],
      })
    },
  }
}
