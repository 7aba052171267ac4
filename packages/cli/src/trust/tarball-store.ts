import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UntrustedError } from './untrusted.js'

/** Larger packages are not servers; npm itself has no limit. */
export const MAX_TARBALL_BYTES = 268_435_456

/** What must be in a tarball, and what to call it. */
export interface TarballPin {
  readonly name: string
  readonly version: string
  readonly integrity: string
}

/** `sha512-…` of bytes, as npm writes it. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`
}

function pathOf(cache: string, integrity: string): string {
  return join(cache, `${Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex')}.tgz`)
}

/**
 * The bytes of a tarball, read once and hashed: what is unpacked is what was looked at, whatever happens to the file then.
 *
 * @returns `undefined` when it is not there
 * @throws {UntrustedError} `cache_changed` when other bytes lie in its place
 */
export async function readTarball(cache: string, pin: TarballPin): Promise<Buffer | undefined> {
  const path = pathOf(cache, pin.integrity)
  const changed = (cause?: unknown): UntrustedError =>
    new UntrustedError(
      'cache_changed',
      `The kept copy of ${pin.name}@${pin.version} is not what was fetched: ${path}.`,
      'Find out who changed it. Without it, the next start fetches the package anew.',
      { cause },
    )
  // Nothing but a plain file: no link to elsewhere, no pipe that keeps us waiting.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  let file
  try {
    file = await open(path, flags)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw changed(error)
  }
  try {
    const stats = await file.stat()
    if (!stats.isFile() || stats.size > MAX_TARBALL_BYTES) throw changed()
    const bytes = await file.readFile()
    if (integrityOf(bytes) !== pin.integrity) throw changed()
    return bytes
  } finally {
    await file.close()
  }
}

/** Keeps a tarball under its own hash. Readers see all of it or nothing; two writers write the same. */
export async function keepTarball(cache: string, bytes: Uint8Array): Promise<void> {
  const path = pathOf(cache, integrityOf(bytes))
  const draft = `${path}.${randomBytes(9).toString('base64url')}.new`
  try {
    await writeFile(draft, bytes, { flag: 'wx', mode: 0o600 })
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}
