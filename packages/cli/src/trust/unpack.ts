import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UnpackSync } from 'tar'
import type { TarballPin } from './tarball-store.js'
import { UntrustedError } from './untrusted.js'

/** Links and devices are left out, as npm leaves them out. */
const KEPT = new Set(['File', 'OldFile', 'ContiguousFile', 'Directory'])

/**
 * Unpacks a tarball as npm does: without its first folder, without links. Nothing gets out of `folder`.
 *
 * @throws {UntrustedError} `bad_archive`
 */
export async function unpack(bytes: Buffer, folder: string, pin: TarballPin): Promise<void> {
  // Whatever a package brought along in this place gives way to what was resolved for it.
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const archive = new UnpackSync({
      cwd: folder,
      strip: 1,
      strict: true,
      noMtime: true,
      // Run by root, files belong to root, not to whoever packed them.
      preserveOwner: false,
      umask: 0o077,
      filter: (_path, entry) => 'type' in entry && KEPT.has(entry.type),
    })
    archive.end(bytes)
  } catch (error) {
    throw new UntrustedError(
      'bad_archive',
      `${pin.name}@${pin.version} cannot be unpacked: ${error instanceof Error ? error.message : 'not a tarball'}.`,
      'Do not start it.',
      { cause: error },
    )
  }
}

/** The place of a package below the folder of a start. */
export function placeOf(folder: string, at: string): string {
  return join(folder, ...at.split('/'))
}
