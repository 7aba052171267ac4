import { parseJson } from '@sallyport/core/tool-guard'
import type { JWK } from 'jose'
import * as z from 'zod/mini'
import { readPrivateFile } from '../keys/private-file.js'
import { unreadable } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'
import { readIfThere, type ManifestOptions } from './commands.js'
import { readManifest, writeWhole, type LoadedManifest } from './manifest-file.js'
import { assertManifestSigned, signTrustManifest } from './manifest-signature.js'

const Jwk = z.looseObject({ kty: z.string() })
const Keys = z.union([
  z.looseObject({ keys: z.array(Jwk).check(z.minLength(1)) }),
  z.array(Jwk).check(z.minLength(1)),
  Jwk,
])

/** A JWK, a JWK Set or a list of JWKs. @throws {CommandFailure} 3 */
function parseKeys(text: string, path: string): readonly JWK[] {
  const parsed = parseJson(text)
  const result = Keys.safeParse(parsed.ok ? parsed.value : undefined)
  if (!result.success) throw unreadable(`${path} holds no JWK.`, 'Write a JWK or a JWK Set into it.')
  const found = result.data
  if (Array.isArray(found)) return found as readonly JWK[]
  return ('keys' in found ? found.keys : [found]) as readonly JWK[]
}

const signatureOf = (manifest: string): string => `${manifest}.jws`

/** `sallyport trust sign` */
export async function sign(
  terminal: Terminal,
  { manifest: path, key }: ManifestOptions & { key: string },
): Promise<void> {
  const { manifest } = await readManifest(path)
  const [jwk] = parseKeys((await readPrivateFile(key)).text, key)
  if (!jwk) throw unreadable(`${key} holds no JWK.`, 'Write a private JWK into it.')
  await writeWhole(signatureOf(path), `${await signTrustManifest(manifest, jwk)}\n`)
  terminal.out(`${signatureOf(path)} is signed with ${jwk.kid ?? ''}.`)
}

export interface SignedOptions extends ManifestOptions {
  /** A file with public keys: then the manifest must be signed with one of them. */
  readonly keys?: string
}

/** Reads a manifest, and its signature where one is asked for. @throws {UntrustedError} */
export async function readSigned({ manifest: path, keys }: SignedOptions): Promise<LoadedManifest> {
  const loaded = await readManifest(path)
  if (keys === undefined) return loaded
  const text = await readIfThere(keys)
  if (text === undefined) throw unreadable(`There is no file ${keys}.`, 'Name the file with the public keys.')
  await assertManifestSigned(loaded.manifest, await readIfThere(signatureOf(path)), parseKeys(text, keys))
  return loaded
}
