import { readTextIfThere } from '../sources/read-file.js'
import type { Terminal } from '../terminal/terminal.js'
import { readSigningKey, readTrustedKeys } from '../tools/read-keys.js'
import { readManifest, writeWhole, type LoadedManifest, type ManifestOptions } from './manifest-file.js'
import { assertManifestSigned, signTrustManifest } from './manifest-signature.js'

const signatureOf = (manifest: string): string => `${manifest}.jws`

export interface SignOptions extends ManifestOptions {
  readonly key: string
}

/** `sallyport trust sign` */
export async function sign(terminal: Terminal, { manifest: path, key }: SignOptions): Promise<void> {
  const { manifest } = await readManifest(path)
  const jwk = await readSigningKey(key, undefined, terminal)
  await writeWhole(signatureOf(path), `${await signTrustManifest(manifest, jwk)}\n`)
  terminal.out(`${signatureOf(path)} is the signature of ${path} by key ${jwk.kid ?? ''}.`)
}

export interface SignedOptions extends ManifestOptions {
  /** A file with public keys: then the manifest must be signed with one of them. */
  readonly keys?: string
}

/** Reads a manifest, and its signature where one is asked for. @throws {UntrustedError} */
export async function readSigned(terminal: Terminal, { manifest: path, keys }: SignedOptions): Promise<LoadedManifest> {
  const loaded = await readManifest(path)
  if (keys === undefined) return loaded
  const { named } = await readTrustedKeys(keys, terminal)
  await assertManifestSigned(loaded.manifest, await readTextIfThere(signatureOf(path), terminal), named)
  return loaded
}
