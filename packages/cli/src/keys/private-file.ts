import { constants, type Stats } from 'node:fs'
import { link, open, realpath, rename, unlink, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { RefusedError } from './refused.js'

/** Another command holds the file for milliseconds; a lock that stays was left behind. */
const LOCK_WAIT_MS = 5_000
const LOCK_POLL_MS = 20

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown'

function unusable(path: string, error: unknown): RefusedError {
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

/** @throws {RefusedError} for a file that is missing, or that others may read */
export async function readPrivateFile(path: string): Promise<PrivateFile> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const stats = await file.stat()
    if (process.platform === 'win32' || (stats.mode & 0o077) === 0) return { text: await file.readFile('utf8'), stats }
  } catch (error) {
    throw unusable(path, error)
  } finally {
    await file?.close()
  }
  throw new RefusedError(`Other users can read ${path}.`, `Run: chmod 600 ${path}`)
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

/** So that a power cut does not bring the old entry back. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(dirname(path))
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** Writes a new file, readable by its owner only. @throws {RefusedError} when something is there */
export async function createPrivateFile(path: string, text: string): Promise<void> {
  let draft: string | undefined
  try {
    draft = await writeDraft(path, text, undefined)
    await link(draft, path)
    await syncDirectory(path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(dirname(path), error)
    throw new RefusedError(`${path} exists already.`, `To replace its keys: sallyport keys rotate --file ${path}`, {
      cause: error,
    })
  } finally {
    if (draft !== undefined) await unlink(draft)
  }
}

async function lock(path: string): Promise<() => Promise<void>> {
  const lockPath = `${path}.lock`
  const giveUpAtMs = Date.now() + LOCK_WAIT_MS
  for (;;) {
    try {
      const file = await open(lockPath, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
      await file.writeFile(`${String(process.pid)}\n`)
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
    const draft = await writeDraft(target, text, before.stats).catch((error: unknown) => {
      throw unusable(target, error)
    })
    await rename(draft, target)
    await syncDirectory(target)
    return result
  } finally {
    await unlock()
  }
}
