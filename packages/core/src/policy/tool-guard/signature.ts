import type { JWK } from 'jose'
import { canonicalJson, utf8 } from '../../foundation/index.js'
import {
  signDetached,
  verifyDetached,
  type DetachedAlgorithm,
  type DetachedContent,
  type DetachedVerification,
} from './detached-jws.js'
import type { ToolLock } from './lock-types.js'
import { printLock } from './print-lock.js'

/** How a lock can be signed. */
export type LockAlgorithm = DetachedAlgorithm

/** Whose signature it is, or why it is none. */
export type LockVerification = DetachedVerification

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
  return signDetached(contentOf(lock), key, 'signLock')
}

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
  return verifyDetached(contentOf(lock), signature, trusted)
}

/** Of the lock as it is printed: blocks in their order, nothing that is absent. */
function contentOf(lock: ToolLock): DetachedContent {
  return { payload: utf8(canonicalJson(JSON.parse(printLock(lock)))), type: 'mcp-tools-lock+jws' }
}
