import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { visible } from '@sallyport/core/tool-guard'
import type { FileEntry, PinnedFile } from './types.js'
import { UntrustedError } from './untrusted.js'

const CHUNK_BYTES = 1_048_576

/** A pipe or a device must not keep us waiting. */
const READ_ONLY = constants.O_RDONLY | constants.O_NONBLOCK

/** Opens a file that is one. @throws {UntrustedError} `file_missing` */
export async function openFile(path: string): Promise<{ readonly file: FileHandle; readonly executable: boolean }> {
  const missing = (why: string, cause?: unknown): UntrustedError =>
    new UntrustedError('file_missing', `${visible(path)} ${why}.`, 'Check the path.', { cause })
  let file
  try {
    file = await open(path, READ_ONLY)
  } catch (error) {
    throw missing(`cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, error)
  }
  const stats = await file.stat()
  if (stats.isFile()) return { file, executable: (stats.mode & 0o100) !== 0 }
  await file.close()
  throw missing('is not a file')
}

/**
 * Reads a file to its end, in pieces.
 *
 * @returns its SHA-256 in hex, and its first two bytes
 */
export async function digestFile(
  file: FileHandle,
  also: (piece: Uint8Array) => Promise<unknown> = async () => undefined,
): Promise<{ readonly sha256: string; readonly start: string }> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  let start = ''
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES)
    if (bytesRead === 0) return { sha256: hash.digest('hex'), start }
    const piece = buffer.subarray(0, bytesRead)
    if (start === '') start = piece.subarray(0, 2).toString('latin1')
    hash.update(piece)
    await also(piece)
  }
}

/** Where the copy of a file lies: as in the original, so that files find each other. */
function copyOf(folder: string, absolute: string): string {
  return join(folder, ...absolute.replace(/^([A-Za-z]):/, '$1').split(sep))
}

/**
 * Copies a file while hashing it: what was hashed is what was written. What happens to the original during or after that
 * changes the hash, or nothing.
 */
async function copyPinned({ path, sha256 }: PinnedFile, base: string, folder: string) {
  const absolute = resolve(base, path)
  const copy = copyOf(folder, absolute)
  await mkdir(dirname(copy), { recursive: true, mode: 0o700 })
  const { file, executable } = await openFile(absolute)
  try {
    const target = await open(copy, 'wx', executable ? 0o500 : 0o400).catch((error: unknown) => {
      throw new UntrustedError('manifest_invalid', `${visible(path)} is named in two ways.`, 'Name each file once.', {
        cause: error,
      })
    })
    const found = await digestFile(file, (piece) => target.writeFile(piece)).finally(() => target.close())
    if (found.sha256 === sha256) return { path, copy, start: found.start }
  } finally {
    await file.close()
  }
  throw new UntrustedError(
    'file_changed',
    `${visible(path)} is not the file in the manifest: it has another sha256.`,
    'Do not start it. If the change is meant, add the server anew with --replace.',
  )
}

/**
 * Copies all files of an entry into `folder`, verified.
 *
 * @param base what relative paths begin at
 * @returns the command, with the copies in place of the files
 * @throws {UntrustedError}
 */
export async function materialiseFiles(entry: FileEntry, base: string, folder: string): Promise<readonly string[]> {
  const copies = new Map<string, string>()
  for (const pinned of entry.files) {
    const { path, copy, start } = await copyPinned(pinned, base, folder)
    // The system would start whatever its first line names, which nobody verified.
    if (path === entry.command[0] && start === '#!') {
      throw new UntrustedError(
        'script_without_interpreter',
        `${visible(path)} is a script, and its first line says what runs it.`,
        'Name the interpreter and the script: sallyport trust add … -- /usr/bin/python3 server.py',
      )
    }
    copies.set(path, copy)
  }
  return entry.command.map((word, index) =>
    index === 0 && word === 'node' ? process.execPath : (copies.get(word) ?? word),
  )
}
