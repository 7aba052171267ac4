import { FlattenedSign, flattenedVerify, importJWK, type JWK } from 'jose'
import { ConfigError } from '../../errors/index.js'
import { canonicalJson, decodeBase64Url, encodeBase64Url, parseJson, utf8 } from '../../foundation/index.js'
import type { ToolLock } from './lock-types.js'
import { printLock } from './print-lock.js'

/** `typ` of the header: a signature made for anything else is none for a lock (RFC 8725 §3.11). */
const TYPE = 'mcp-tools-lock+jws'

/** How a lock can be signed. */
export type LockAlgorithm = 'EdDSA' | 'ES256'

/**
 * Signs a lock: a detached JWS (RFC 7515 appendix F) over its canonical JSON (RFC 8785), so the layout of the file does
 * not matter and approvals are signed with it. Kept beside the lock, for example as `mcp-tools.lock.json.jws`.
 *
 * @param key private JWK with a `kid`: Ed25519 (EdDSA) or P-256 (ES256)
 * @returns `<header>..<signature>`
 * @throws {ConfigError} on another kind of key, or one without `kid` or private part
 * @example
 * ```ts
 * import { signLock, type ToolLock } from '@sallyport/core/tool-guard'
 * import { exportJWK, generateKeyPair } from 'jose'
 *
 * async function sign(lock: ToolLock) {
 *   const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
 *   return signLock(lock, { ...(await exportJWK(privateKey)), kid: 'release-2026' })
 * }
 * ```
 */
export async function signLock(lock: ToolLock, key: JWK): Promise<string> {
  const alg = algorithmOf(key)
  if (alg === undefined) throw wrongKey('is not of a kind that signs locks.', 'Use an Ed25519 or a P-256 key.')
  if (key.kid === undefined || key.kid === '') throw wrongKey('has no kid.', 'Name it, so that verifiers can find it.')
  if (key.d === undefined) throw wrongKey('has no private part.', 'Use the private JWK.')
  const jws = await new FlattenedSign(payloadOf(lock))
    .setProtectedHeader({ alg, kid: key.kid, typ: TYPE })
    .sign(await importJWK(key, alg))
  return `${jws.protected ?? ''}..${jws.signature}`
}

/** Whose signature it is, or why it is none. */
export type LockVerification =
  | { readonly ok: true; readonly kid: string; readonly algorithm: LockAlgorithm }
  | { readonly ok: false; readonly problem: 'malformed' | 'unknown_key' | 'wrong_algorithm' | 'bad_signature' }

/**
 * Verifies a detached signature of a lock. The key is looked up by `kid` among those that are trusted, and the key alone
 * decides on the algorithm (RFC 8725 §3.1); keys or addresses inside the header are never followed.
 *
 * @param signature as {@link signLock} made it; space around it is ignored
 * @param trusted public JWKs, each with its own `kid`
 * @example
 * ```ts
 * import { verifyLock, type ToolLock } from '@sallyport/core/tool-guard'
 *
 * async function assertSigned(lock: ToolLock, signature: string, keys: Parameters<typeof verifyLock>[2]) {
 *   const verified = await verifyLock(lock, signature, keys)
 *   if (!verified.ok) throw new Error(`mcp-tools.lock.json is not signed: ${verified.problem}`)
 * }
 * ```
 */
export async function verifyLock(
  lock: ToolLock,
  signature: string,
  trusted: readonly JWK[],
): Promise<LockVerification> {
  const parts = /^([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]+)$/.exec(signature.trim())
  const [, encodedHeader = '', encodedSignature = ''] = parts ?? []
  const header = headerOf(encodedHeader)
  if (!parts || header?.typ !== TYPE || header.kid === undefined) return { ok: false, problem: 'malformed' }
  const key = trusted.find(({ kid }) => kid === header.kid)
  if (!key) return { ok: false, problem: 'unknown_key' }
  const algorithm = algorithmOf(key)
  if (algorithm === undefined || header.alg !== algorithm) return { ok: false, problem: 'wrong_algorithm' }
  try {
    const { kty, crv, x, y } = key
    const jwk = { kty, crv, x, ...(y !== undefined && { y }) } as JWK
    await flattenedVerify(
      { protected: encodedHeader, payload: encodeBase64Url(payloadOf(lock)), signature: encodedSignature },
      await importJWK(jwk, algorithm),
      { algorithms: [algorithm] },
    )
    return { ok: true, kid: header.kid, algorithm }
  } catch {
    return { ok: false, problem: 'bad_signature' }
  }
}

/** Of the lock as it is printed: blocks in their order, nothing that is absent. */
function payloadOf(lock: ToolLock): Uint8Array<ArrayBuffer> {
  return utf8(canonicalJson(JSON.parse(printLock(lock))))
}

function headerOf(encoded: string): { alg?: string; kid?: string; typ?: string } | undefined {
  const bytes = decodeBase64Url(encoded)
  const parsed = bytes && parseJson(bytes)
  if (!parsed?.ok || typeof parsed.value !== 'object' || parsed.value === null) return undefined
  const { alg, kid, typ } = parsed.value as Record<string, unknown>
  return typeof alg === 'string' && typeof kid === 'string' && typeof typ === 'string' ? { alg, kid, typ } : undefined
}

function algorithmOf({ kty, crv }: JWK): LockAlgorithm | undefined {
  if (kty === 'OKP' && crv === 'Ed25519') return 'EdDSA'
  return kty === 'EC' && crv === 'P-256' ? 'ES256' : undefined
}

function wrongKey(problem: string, fix: string): ConfigError {
  return new ConfigError({ option: 'signLock: key', problem: `the key ${problem}`, fix, anchor: 'signLock' })
}
