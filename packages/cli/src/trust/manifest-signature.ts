import { canonicalJson, signDetached, verifyDetached } from '@sallyport/core/tool-guard'
import type { JWK } from 'jose'
import { printTrustManifest } from './print-manifest.js'
import type { TrustManifest } from './types.js'
import { UntrustedError } from './untrusted.js'

/** Of the manifest as it is printed: the layout of the file does not matter. */
function contentOf(manifest: TrustManifest) {
  const payload = new TextEncoder().encode(canonicalJson(JSON.parse(printTrustManifest(manifest))))
  return { payload, type: 'mcp-servers-trust+jws' }
}

/**
 * Signs a manifest: a detached JWS over its canonical JSON, approvals included. Kept beside it, as
 * `mcp-servers.trust.json.jws`.
 *
 * @param key private JWK with a `kid`: Ed25519 or P-256
 * @throws {ConfigError} on another kind of key
 * @example
 * ```ts
 * import { signTrustManifest, type TrustManifest } from '@sallyport/cli'
 *
 * const sign = (manifest: TrustManifest, key: Parameters<typeof signTrustManifest>[1]) => signTrustManifest(manifest, key)
 * ```
 */
export function signTrustManifest(manifest: TrustManifest, key: JWK): Promise<string> {
  return signDetached(contentOf(manifest), key)
}

const PROBLEMS = {
  malformed: 'is not a signature of a manifest',
  unknown_key: 'was made with a key that is not trusted',
  wrong_algorithm: 'was made with another algorithm than its key has',
  bad_signature: 'does not fit: the manifest was changed after it was signed',
} as const

/**
 * That a manifest is signed with a key that is trusted. Where the keys come from decides what this is worth: not from
 * beside the manifest.
 *
 * @param signature `undefined` when there is none
 * @param trusted public JWKs, each with its own `kid`
 * @returns the `kid` of the key
 * @throws {UntrustedError} `unsigned`, `bad_signature`
 * @example
 * ```ts
 * import { assertManifestSigned, type TrustManifest } from '@sallyport/cli'
 *
 * async function check(manifest: TrustManifest, signature: string, keys: Parameters<typeof assertManifestSigned>[2]) {
 *   console.log(`signed with ${await assertManifestSigned(manifest, signature, keys)}`)
 * }
 * ```
 */
export async function assertManifestSigned(
  manifest: TrustManifest,
  signature: string | undefined,
  trusted: readonly JWK[],
): Promise<string> {
  if (signature === undefined) {
    throw new UntrustedError('unsigned', 'The manifest is not signed.', 'Sign it: sallyport trust sign --key <file>')
  }
  const verified = await verifyDetached(contentOf(manifest), signature, trusted)
  if (verified.ok) return verified.kid
  throw new UntrustedError(
    'bad_signature',
    `The signature of the manifest ${PROBLEMS[verified.problem]}.`,
    'Take the manifest and its signature from where they were reviewed.',
  )
}
