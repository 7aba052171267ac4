import type { CryptoKey } from 'jose'
import { ConfigError } from '../../errors/index.js'
import { concatBytes } from '../../foundation/index.js'
import { algorithmOf, secretOf, type PrivateSigningJwk } from './jwk.js'
import type { Signer, SigningAlgorithm } from './types.js'

type KeyAlgorithm = { readonly name: string; readonly namedCurve?: string; readonly hash?: string }

/** WebCrypto names, for import and for use; ECDSA yields the 64 bytes of RFC 7518 §3.4 by itself. */
const ALGORITHMS: Readonly<Record<SigningAlgorithm, { readonly key: KeyAlgorithm; readonly use: KeyAlgorithm }>> = {
  EdDSA: { key: { name: 'Ed25519' }, use: { name: 'Ed25519' } },
  ES256: { key: { name: 'ECDSA', namedCurve: 'P-256' }, use: { name: 'ECDSA', hash: 'SHA-256' } },
  HS256: { key: { name: 'HMAC', hash: 'SHA-256' }, use: { name: 'HMAC' } },
}

async function importPair(jwk: PrivateSigningJwk): Promise<{ readonly sign: CryptoKey; readonly verify: CryptoKey }> {
  const { key } = ALGORITHMS[algorithmOf(jwk)]
  if (jwk.kty === 'oct') {
    const secret = secretOf(jwk)
    const [sign, verify] = await Promise.all([
      crypto.subtle.importKey('raw', secret, key, false, ['sign']),
      crypto.subtle.importKey('raw', secret, key, false, ['verify']),
    ])
    return { sign, verify }
  }
  const shared =
    jwk.kty === 'EC' ? { kty: 'EC', crv: jwk.crv, x: jwk.x, y: jwk.y } : { kty: 'OKP', crv: jwk.crv, x: jwk.x }
  const [sign, verify] = await Promise.all([
    crypto.subtle.importKey('jwk', { ...shared, d: jwk.d }, key, false, ['sign']),
    crypto.subtle.importKey('jwk', shared, key, true, ['verify']),
  ])
  return { sign, verify }
}

const PROBE = new TextEncoder().encode('sallyport key check')

const invalid = (kid: string, cause?: unknown): ConfigError =>
  new ConfigError(
    {
      option: `keys: ${kid}`,
      anchor: 'keys',
      problem: 'the private and the public half of this key do not belong together.',
      fix: 'Generate a new key, and copy it as a whole.',
    },
    cause === undefined ? undefined : { cause },
  )

/**
 * Makes a signer of a private key: Ed25519 signs EdDSA, P-256 signs ES256, a secret of at least 32 bytes signs HS256.
 *
 * @param jwk private JWK with `kid` (RFC 7517, RFC 8037)
 * @throws {ConfigError} when the key cannot be used, or its halves do not match
 * @example
 * ```ts
 * import { generateKeySet, localSigner } from '@sallyport/core/keys'
 *
 * const { keys } = await generateKeySet()
 * const jwk = keys.find((key) => key.purpose === 'signing')
 * if (jwk) console.log((await localSigner(jwk)).alg) // EdDSA
 * ```
 */
export async function localSigner(jwk: PrivateSigningJwk): Promise<Signer> {
  const alg = algorithmOf(jwk)
  const { use } = ALGORITHMS[alg]
  const pair = await importPair(jwk).catch((cause: unknown) => {
    throw invalid(jwk.kid, cause)
  })
  const signer: Signer = {
    kid: jwk.kid,
    alg,
    ...(jwk.kty === 'oct' ? {} : { publicJwk: publicHalf(jwk) }),
    sign: async (input) => new Uint8Array(await crypto.subtle.sign(use, pair.sign, input)),
    verificationKey: () => Promise.resolve(pair.verify),
  }
  const signature = concatBytes(await signer.sign(PROBE))
  if (!(await crypto.subtle.verify(use, pair.verify, signature, PROBE))) throw invalid(jwk.kid)
  return Object.freeze(signer)
}

function publicHalf(jwk: Exclude<PrivateSigningJwk, { kty: 'oct' }>): NonNullable<Signer['publicJwk']> {
  const { kty, crv, x, kid } = jwk
  return Object.freeze({ kty, crv, x, ...(kty === 'EC' ? { y: jwk.y } : {}), kid, alg: algorithmOf(jwk), use: 'sig' })
}

/**
 * Lets a signer sign once and checks the result against its own verification key. Finds the usual slips of a KMS
 * binding at start: a DER signature instead of 64 raw bytes, a digest signed twice, the wrong key.
 *
 * @throws {ConfigError}
 */
export async function assertSignerWorks(signer: Signer): Promise<void> {
  const { use, key: algorithm } = ALGORITHMS[signer.alg]
  const [signature, found] = await Promise.all([signer.sign(PROBE), signer.verificationKey()])
  const key =
    found instanceof Uint8Array
      ? await crypto.subtle.importKey('raw', concatBytes(found), algorithm, false, ['verify'])
      : found
  if (await crypto.subtle.verify(use, key, concatBytes(signature), PROBE)) return
  throw new ConfigError({
    option: `keys: ${signer.kid}`,
    anchor: 'keys',
    problem: 'the signature of this signer does not verify with its own verification key.',
    fix: 'Return the raw JWS signature of the input itself (RFC 7518 §3.4: 64 bytes for ES256, not DER).',
  })
}
