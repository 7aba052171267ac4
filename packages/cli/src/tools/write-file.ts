import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises'
import { unreadable } from '../terminal/failure.js'

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown'

/** Rights of a file that was not there; the umask takes away from them. */
const NEW_MODE = 0o666

async function writeDraft(draft: string, text: string, target: string): Promise<void> {
  const before = await stat(target).catch(() => undefined)
  const file = await open(draft, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, NEW_MODE)
  try {
    if (before !== undefined && process.platform !== 'win32') {
      await file.chmod(before.mode & 0o777)
      const isOurs = before.uid === process.getuid?.() && before.gid === process.getgid?.()
      if (!isOurs) await file.chown(before.uid, before.gid)
    }
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Replaces a file in one step: a reader sees the old text or the new one. Rights and owner stay.
 *
 * @param before what it held when it was read; `undefined` when it was not there
 * @throws {CommandFailure} 3, when it cannot be written, or somebody else has written it meanwhile
 */
export async function replaceText(path: string, text: string, before: string | undefined): Promise<void> {
  // Behind a link the file itself is replaced, not the link.
  const target = await realpath(path).catch(() => path)
  const draft = `${target}.${randomBytes(9).toString('base64url')}.new`
  try {
    await writeDraft(draft, text, target)
    const now = await readFile(target, 'utf8').catch(() => undefined)
    if (now !== before) throw unreadable(`${path} was changed meanwhile.`, 'Run the command again.')
    await rename(draft, target)
  } catch (error) {
    await unlink(draft).catch(() => undefined)
    const code = codeOf(error)
    if (code === 'unknown') throw error
    throw unreadable(`${path} cannot be written (${code}).`, 'Check the folder and its owner.', error)
  }
}
