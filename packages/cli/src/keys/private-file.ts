import { constants, type Stats } from 'node:fs'
import { link, open, realpath, rename, unlink, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { RefusedError } from './refused.js'

/** Another command holds the file for milliseconds; a lock that stays was left behind. */
const LOCK_WAIT_MS = 5_000
const LOCK_POLL_MS = 20

/** A key set has a few kilobytes. */
const MAX_BYTES = 1_048_576

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown'

function unusable(path: string, error: unknown): RefusedError {
  if (error instanceof RefusedError) return error
  const code = codeOf(error)
  if (code === 'ENOENT') {
    return new RefusedError(`There is no file ${path}.`, `Make one: sallyport keys generate --out ${path}`, {
      cause: error,
    })
  }
  return new RefusedError(`The file ${path} cannot be used (${code}).`, 'Check the path and its owner.', {
    cause: error,
  })
}

interface PrivateFile {
  readonly text: string
  readonly stats: Stats
}

function assertPrivate(path: string, stats: Stats): void {
  const problem = !stats.isFile() ? 'is not a file' : stats.size > MAX_BYTES ? 'is too large for a key file' : undefined
  if (problem !== undefined) throw new RefusedError(`${path} ${problem}.`, 'Name the key file itself.')
  if (process.platform === 'win32' || (stats.mode & 0o077) === 0) return
  throw new RefusedError(`Other users can read ${path}.`, `Run: chmod 600 ${path}`)
}

/** @throws {RefusedError} for what is missing, no file, or what others may read */
export async function readPrivateFile(path: string): Promise<PrivateFile> {
  let file: FileHandle | undefined
  try {
    // A pipe must not keep us waiting for whoever writes into it.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stats = await file.stat()
    assertPrivate(path, stats)
    return { text: await file.readFile('utf8'), stats }
  } catch (error) {
    throw unusable(path, error)
  } finally {
    await file?.close()
  }
}

async function writeDraft(path: string, text: string, owner: Pick<Stats, 'uid' | 'gid'> | undefined): Promise<string> {
  const draft = `${path}.${randomBytes(9).toString('base64url')}.new`
  const file = await open(draft, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
  try {
    // Run by root, the server must still be able to read what it owned before.
    const isOurs = owner === undefined || (owner.uid === process.getuid?.() && owner.gid === process.getgid?.())
    if (!isOurs && process.platform !== 'win32') await file.chown(owner.uid, owner.gid)
    await file.writeFile(text)
    await file.sync()
    return draft
  } catch (error) {
    await unlink(draft)
    throw error
  } finally {
    await file.close()
  }
}

/**
 * So that a power cut does not bring the old entry back. The file is in place by now: a file system that cannot do this
 * (network shares, Windows) must not make it look as if it were not.
 */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(dirname(path)).catch(() => undefined)
  await directory?.sync().catch(() => undefined)
  await directory?.close()
}

async function replaceFile(path: string, text: string, owner: Stats): Promise<void> {
  const draft = await writeDraft(path, text, owner)
  try {
    await rename(draft, path)
  } catch (error) {
    await unlink(draft)
    throw error
  }
  await syncDirectory(path)
}

/** Writes a new file, readable by its owner only. @throws {RefusedError} when something is there */
export async function createPrivateFile(path: string, text: string): Promise<void> {
  let draft: string | undefined
  try {
    draft = await writeDraft(path, text, undefined)
    await link(draft, path)
    await syncDirectory(path)
  } catch (error) {
    const [code, cause] = [codeOf(error), { cause: error }]
    throw code === 'EEXIST'
      ? new RefusedError(`${path} exists already.`, `To replace its keys: sallyport keys rotate --file ${path}`, cause)
      : new RefusedError(
          `The folder ${dirname(path)} cannot be written to (${code}).`,
          'Make it, or choose another.',
          cause,
        )
  } finally {
    if (draft !== undefined) await unlink(draft)
  }
}

async function lock(path: string): Promise<() => Promise<void>> {
  const lockPath = `${path}.lock`
  const giveUpAtMs = Date.now() + LOCK_WAIT_MS
  for (;;) {
    try {
      // Empty: on a disk that is full there must be nothing that could fail between making it and holding it.
      const file = await open(lockPath, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
      await file.close()
      return () => unlink(lockPath)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw unusable(path, error)
      if (Date.now() >= giveUpAtMs) {
        throw new RefusedError(
          `Another command holds ${path}.`,
          `If none is running, one was killed: remove ${lockPath} and try again.`,
          { cause: error },
        )
      }
      await sleep(LOCK_POLL_MS)
    }
  }
}

/**
 * Replaces a file by what `change` makes of it, in one step: a reader sees the old text or the new one, and of two
 * commands at the same time the second works on what the first has written.
 *
 * @throws {RefusedError} for a file that cannot be used; whatever `change` throws
 */
export async function changePrivateFile<Result>(
  path: string,
  change: (text: string) => Promise<{ readonly text: string; readonly result: Result }>,
): Promise<Result> {
  // Behind a link the file itself is replaced, not the link.
  const target = await realpath(path).catch((error: unknown) => {
    throw unusable(path, error)
  })
  const unlock = await lock(target)
  try {
    const before = await readPrivateFile(target)
    const { text, result } = await change(before.text)
    if (text === before.text) return result
    await replaceFile(target, text, before.stats).catch((error: unknown) => {
      throw unusable(target, error)
    })
    return result
  } finally {
    await unlock()
  }
}
