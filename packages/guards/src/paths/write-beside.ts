import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { link, open, rename, unlink } from 'node:fs/promises'
import type { FileToWrite } from './reach.js'

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

/**
 * Writes a new file beside its place and moves it there. A link in the place is replaced, never followed; a crash
 * leaves the old file or the new one.
 *
 * @param folder path under which the folder stays the same until this is done
 */
export async function writeBeside(folder: string, name: string, mode: number, file: FileToWrite): Promise<void> {
  const draft = `${folder}/.sallyport-${randomBytes(9).toString('base64url')}`
  const handle = await open(draft, CREATE, mode)
  try {
    try {
      await handle.chmod(mode)
      await handle.writeFile(file.data)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (file.overwrite) return await rename(draft, `${folder}/${name}`)
    // Fails where rename would replace: of two that create the same file, one wins.
    await link(draft, `${folder}/${name}`)
    await unlink(draft)
  } catch (error) {
    await unlink(draft).catch(() => undefined)
    throw error
  }
}
