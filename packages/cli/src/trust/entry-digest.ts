import { createHash } from 'node:crypto'
import { canonicalJson } from '@sallyport/core/tool-guard'
import { printTrustManifest } from './print-manifest.js'
import type { TrustApproval, TrustEntry } from './types.js'
import { UntrustedError } from './untrusted.js'

/**
 * What an approval is an approval of: SHA-256 over the canonical JSON (RFC 8785) of the entry without its approval. The
 * order of members, variables, files and packages does not matter.
 */
export function entryDigest({ approval: _approval, ...entry }: TrustEntry): string {
  const text = printTrustManifest({ version: 1, servers: [entry] })
  return `sha256-${createHash('sha256')
    .update(canonicalJson(JSON.parse(text)))
    .digest('base64url')}`
}

/**
 * That somebody has approved exactly this (LO-07). Not a wall against whoever can write the manifest: a digest can be
 * computed anew. Against them there are reviews and signatures.
 *
 * @throws {UntrustedError} `not_approved`, `changed_after_approval`
 */
export function assertApproved(entry: TrustEntry): TrustApproval {
  const { name, approval } = entry
  const fix = `Look at it, then run: sallyport trust approve ${name}`
  if (!approval) throw new UntrustedError('not_approved', `Nobody has approved "${name}".`, fix)
  if (approval.entry === entryDigest(entry)) return approval
  throw new UntrustedError('changed_after_approval', `"${name}" was changed after it was approved.`, fix)
}
