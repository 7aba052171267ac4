import { FlattenedSign, flattenedVerify, importJWK, type JWK } from 'jose'
import { ConfigError } from '../../errors/index.js'
import { decodeBase64Url, encodeBase64Url, parseJson } from '../../foundation/index.js'

/** How something can be signed. */
export type DetachedAlgorithm = 'EdDSA' | 'ES256'

/** Whose signature it is, or why it is none. */
export type DetachedVerification =
  | { readonly ok: true; readonly kid: string; readonly algorithm: DetachedAlgorithm }
  | { readonly ok: false; readonly problem: 'malformed' | 'unknown_key' | 'wrong_algorithm' | 'bad_signature' }

/** What a signature is of. */
export interface DetachedContent {
  readonly payload: Uint8Array<ArrayBuffer>
  /** `typ` of the header: a signature made for one thing is none for another (RFC 8725 §3.11). */
  readonly type: string
}

/**
 * Signs bytes: a detached JWS (RFC 7515 appendix F), kept beside what it is about.
 *
 * @param key private JWK with a `kid`: Ed25519 (EdDSA) or P-256 (ES256)
 * @returns `<header>..<signature>`
 * @throws {ConfigError} on another kind of key, or one without `kid` or private part
 * @example
 * ```ts
 * import { signDetached } from '@sallyport/core/tool-guard'
 * import type { JWK } from 'jose'
 *
 * async function sign(release: Uint8Array<ArrayBuffer>, key: JWK) {
 *   return signDetached({ payload: release, type: 'notes-release+jws' }, key)
 * }
 * ```
 */
export async function signDetached(content: DetachedContent, key: JWK, owner = 'signDetached'): Promise<string> {
  const alg = algorithmOf(key)
  const wrong = (problem: string, fix: string): ConfigError =>
    new ConfigError({ option: `${owner}: key`, problem: `the key ${problem}`, fix, anchor: 'signDetached' })
  if (alg === undefined) throw wrong('is not of a kind that signs.', 'Use an Ed25519 or a P-256 key.')
  if (key.kid === undefined || key.kid === '') throw wrong('has no kid.', 'Name it, so that verifiers can find it.')
  if (key.d === undefined) throw wrong('has no private part.', 'Use the private JWK.')
  const jws = await new FlattenedSign(content.payload)
    .setProtectedHeader({ alg, kid: key.kid, typ: content.type })
    .sign(await importJWK(key, alg))
  return `${jws.protected ?? ''}..${jws.signature}`
}

/**
 * Verifies a detached signature. The key is looked up by `kid` among those that are trusted, and the key alone decides on
 * the algorithm (RFC 8725 §3.1); keys or addresses inside the header are never followed.
 *
 * @param signature as {@link signDetached} made it; space around it is ignored
 * @param trusted public JWKs, each with its own `kid`
 * @example
 * ```ts
 * import { verifyDetached } from '@sallyport/core/tool-guard'
 *
 * async function assertSigned(release: Uint8Array<ArrayBuffer>, signature: string, keys: Parameters<typeof verifyDetached>[2]) {
 *   const verified = await verifyDetached({ payload: release, type: 'notes-release+jws' }, signature, keys)
 *   if (!verified.ok) throw new Error(`the release is not signed: ${verified.problem}`)
 * }
 * ```
 */
export async function verifyDetached(
  content: DetachedContent,
  signature: string,
  trusted: readonly JWK[],
): Promise<DetachedVerification> {
  const parts = /^([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]+)$/.exec(signature.trim())
  const [, encodedHeader = '', encodedSignature = ''] = parts ?? []
  const header = headerOf(encodedHeader)
  if (!parts || header?.typ !== content.type || header.kid === undefined) return { ok: false, problem: 'malformed' }
  const key = trusted.find(({ kid }) => kid === header.kid)
  if (!key) return { ok: false, problem: 'unknown_key' }
  const algorithm = algorithmOf(key)
  if (algorithm === undefined || header.alg !== algorithm) return { ok: false, problem: 'wrong_algorithm' }
  try {
    const { kty, crv, x, y } = key
    const jwk = { kty, crv, x, ...(y !== undefined && { y }) } as JWK
    await flattenedVerify(
      { protected: encodedHeader, payload: encodeBase64Url(content.payload), signature: encodedSignature },
      await importJWK(jwk, algorithm),
      { algorithms: [algorithm] },
    )
    return { ok: true, kid: header.kid, algorithm }
  } catch {
    return { ok: false, problem: 'bad_signature' }
  }
}

function headerOf(encoded: string): { alg?: string; kid?: string; typ?: string } | undefined {
  const bytes = decodeBase64Url(encoded)
  const parsed = bytes && parseJson(bytes)
  if (!parsed?.ok || typeof parsed.value !== 'object' || parsed.value === null) return undefined
  const { alg, kid, typ } = parsed.value as Record<string, unknown>
  return typeof alg === 'string' && typeof kid === 'string' && typeof typ === 'string' ? { alg, kid, typ } : undefined
}

function algorithmOf({ kty, crv }: JWK): DetachedAlgorithm | undefined {
  if (kty === 'OKP' && crv === 'Ed25519') return 'EdDSA'
  return kty === 'EC' && crv === 'P-256' ? 'ES256' : undefined
}
