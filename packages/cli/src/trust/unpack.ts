import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UnpackSync } from 'tar'
import type { TarballPin } from './tarball-store.js'
import type { UnpackRoom } from './unpack-room.js'
import { UntrustedError } from './untrusted.js'

/** Links and devices are left out, as npm leaves them out. */
const KEPT = new Set(['File', 'OldFile', 'ContiguousFile', 'Directory'])

/** Deeper than any package; `tar` allows 1024 folders for each entry. */
const MAX_DEPTH = 64

const PIECE_BYTES = 65_536

/** RFC 1952 §2.3.1. */
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** A tarball without its gzip, in pieces: one that grows without end is never whole in memory. */
function tarOf(bytes: Buffer): AsyncIterable<Buffer> | readonly Buffer[] {
  return isGzip(bytes) ? Readable.from([bytes]).pipe(createGunzip({ chunkSize: PIECE_BYTES })) : [bytes]
}

/** How many entries and folders a path brings that were not there before. */
function createCounter(): (path: string) => number {
  const known = new Set(['.', '/'])
  return (path) => {
    let fresh = 1
    for (let folder = dirname(path); !known.has(folder); folder = dirname(folder)) {
      known.add(folder)
      fresh++
    }
    return fresh
  }
}

/**
 * Unpacks a tarball as npm does: without its first folder, without links. Nothing gets out of `folder`, and no more into
 * it than there is room for.
 *
 * @throws {UntrustedError} `bad_archive`, `too_large`
 */
export async function unpack(bytes: Buffer, folder: string, pin: TarballPin, room: UnpackRoom): Promise<void> {
  // Whatever a package brought along in this place gives way to what was resolved for it.
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const freshIn = createCounter()
  try {
    const archive = new UnpackSync({
      cwd: folder,
      strip: 1,
      strict: true,
      noMtime: true,
      maxDepth: MAX_DEPTH,
      // What is compressed once more, npm does not know, and nobody counts what comes of it.
      maxDecompressionRatio: 1,
      zstd: false,
      // Run by root, files belong to root, not to whoever packed them.
      preserveOwner: false,
      umask: 0o077,
      filter: (path, entry) => {
        const isKept = 'type' in entry && KEPT.has(entry.type)
        room.take('entries', isKept ? freshIn(path) : 1, pin)
        return isKept
      },
    })
    for await (const piece of tarOf(bytes)) {
      room.take('bytes', piece.length, pin)
      archive.write(piece)
    }
    archive.end()
  } catch (error) {
    if (error instanceof UntrustedError) throw error
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
