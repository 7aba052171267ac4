import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, realpath, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseTrustManifest } from './parse-manifest.js'
import { printTrustManifest } from './print-manifest.js'
import type { TrustManifest } from './types.js'
import { UntrustedError } from './untrusted.js'

/** Ten thousand pinned files have three megabytes. */
const MAX_BYTES = 33_554_432

/** Another command holds the file for milliseconds; a lock that stays was left behind. */
const LOCK_WAIT_MS = 5_000
const LOCK_POLL_MS = 20

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown'

function unusable(path: string, why: string, cause?: unknown): UntrustedError {
  return new UntrustedError('manifest_missing', `${path} ${why}.`, 'Name the manifest with --manifest.', { cause })
}

/** As bytes: what is not UTF-8 is refused, not read as something else. */
async function readBytes(path: string): Promise<Buffer | undefined> {
  let file
  try {
    // A pipe must not keep us waiting for whoever writes into it.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stats = await file.stat()
    if (!stats.isFile()) throw unusable(path, 'is not a file')
    if (stats.size > MAX_BYTES) throw unusable(path, 'is too large for a manifest')
    return await file.readFile()
  } catch (error) {
    if (error instanceof UntrustedError) throw error
    if (codeOf(error) === 'ENOENT') return undefined
    throw unusable(path, `cannot be read (${codeOf(error)})`, error)
  } finally {
    await file?.close()
  }
}

export interface ManifestOptions {
  readonly manifest: string
}

/** A manifest, and what its relative paths begin at. */
export interface LoadedManifest {
  readonly manifest: TrustManifest
  readonly base: string
}

/** Reads it once. @throws {UntrustedError} `manifest_missing`, `manifest_invalid` */
export async function readManifest(path: string): Promise<LoadedManifest> {
  const bytes = await readBytes(path)
  if (bytes === undefined) {
    throw new UntrustedError('manifest_missing', `There is no file ${path}.`, 'Begin one: sallyport trust add --help')
  }
  return { manifest: parseTrustManifest(bytes), base: dirname(resolve(path)) }
}

async function lock(path: string): Promise<() => Promise<void>> {
  const lockPath = `${path}.lock`
  // The clock of the machine: who changes the time does not change how long is waited.
  const giveUpAt = performance.now() + LOCK_WAIT_MS
  for (;;) {
    try {
      await (await open(lockPath, 'wx', 0o600)).close()
      return () => rm(lockPath, { force: true })
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw unusable(path, `cannot be written (${codeOf(error)})`, error)
      if (performance.now() >= giveUpAt) {
        throw unusable(path, `is held by another command; if none is running, remove ${lockPath}`, error)
      }
      await sleep(LOCK_POLL_MS)
    }
  }
}

/** Replaces a file in one step: a reader sees the old text or the new one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(9).toString('base64url')}.new`
  try {
    // Reviewed by others: readable, as the umask has it.
    const file = await open(draft, 'wx', 0o644)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    throw unusable(path, `cannot be written (${codeOf(error)})`, error)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Changes a manifest; of two commands at the same time the second works on what the first has written. */
export async function changeManifest(path: string, change: (manifest: TrustManifest) => TrustManifest): Promise<void> {
  // Behind a link the file itself is replaced, not the link.
  const target = await realpath(path).catch(() => path)
  const unlock = await lock(target)
  try {
    const bytes = await readBytes(target)
    const before: TrustManifest = bytes === undefined ? { version: 1, servers: [] } : parseTrustManifest(bytes)
    const after = printTrustManifest(change(before))
    // What is written can be read again.
    parseTrustManifest(after)
    if (bytes?.equals(Buffer.from(after)) !== true) await writeWhole(target, after)
  } finally {
    await unlock()
  }
}
