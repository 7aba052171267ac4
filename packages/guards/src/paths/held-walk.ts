import { constants } from 'node:fs'
import { open, readlink, type FileHandle } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import { hasCode, refusePath } from './failures.js'
import type { Settings } from './options.js'

/** Linux: a handle that names a file or link without opening it; pipes do not block, devices do not act. `O_PATH` of fcntl.h. */
const O_PATH = 0o10000000
const HOLD = O_PATH | constants.O_NOFOLLOW

/** As the kernel follows (path_resolution(7)). */
const MAX_LINKS = 40

/** Names on a walk, those of links included: each is a descriptor, and a link may hold two thousand names. */
const MAX_NAMES = 256

/** The name of something held: what it leads to cannot be swapped any more. */
export const heldPath = ({ fd }: FileHandle): string => `/proc/self/fd/${fd}`

/** Where a walk has come: folders from the root down, all held, and what the last name is. */
export interface Held {
  /** The folder that has the last name; for a root, the root itself. */
  readonly folder: FileHandle
  /** What the path names; `undefined` when nothing has that name. */
  readonly target: FileHandle | undefined
  /** The last name; `undefined` for the root. */
  readonly name: string | undefined
  close(): Promise<void>
}

/** True where folders can be held: `/proc` is mounted and knows its own descriptors. */
export async function canHold(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  try {
    const root = await open('/', HOLD)
    try {
      return (await readlink(heldPath(root))) === '/'
    } finally {
      await root.close()
    }
  } catch {
    return false
  }
}

async function holdName(folder: FileHandle, name: string): Promise<FileHandle | undefined> {
  try {
    return await open(`${heldPath(folder)}/${name}`, HOLD)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * Walks name by name from a held root: each folder is opened below the one before it, links are read and walked the same
 * way, and `..` of a link only leads back along the walk. Whatever is renamed meanwhile, no step leaves the root. These
 * are the rules of `RESOLVE_BENEATH` (openat2(2)), which Node.js does not offer; a link to an absolute path is followed
 * when that lies below the root.
 *
 * @param follow whether a link in the last place is followed, too
 */
export async function walkHeld(
  root: string,
  names: readonly string[],
  { links, dotFiles }: Pick<Settings, 'links' | 'dotFiles'>,
  follow = true,
): Promise<Held> {
  const opened: FileHandle[] = []
  const keep = (handle: FileHandle): FileHandle => {
    opened.push(handle)
    return handle
  }
  const close = async (): Promise<void> => {
    await Promise.allSettled(opened.map((handle) => handle.close()))
  }
  try {
    const folders = [keep(await open(root, HOLD | constants.O_DIRECTORY))]
    const ahead = [...names]
    let last: { target: FileHandle | undefined; name: string } | undefined
    for (let followed = 0; ahead.length > 0;) {
      const name = ahead.shift() ?? ''
      last = undefined
      if (name === '' || name === '.') continue
      if (name === '..') {
        if (folders.length === 1) throw refusePath('path_outside')
        folders.pop()
        continue
      }
      if (!dotFiles && name.startsWith('.')) throw refusePath('path_denied')
      if (opened.length > MAX_NAMES) throw refusePath('path_link')
      const folder = folders.at(-1) as FileHandle
      const target = await holdName(folder, name)
      if (target !== undefined) keep(target)
      const facts = await target?.stat()
      if (facts?.isSymbolicLink() === true && (follow || ahead.length > 0)) {
        if (links === 'refuse' || ++followed > MAX_LINKS) throw refusePath('path_link')
        ahead.unshift(...linkNames(await readlink(`${heldPath(folder)}/${name}`), root, folders))
        continue
      }
      if (facts?.isDirectory() === true) folders.push(target as FileHandle)
      else if (ahead.length > 0) throw refusePath('path_missing')
      last = { target, name }
    }
    const folder = (last?.target === folders.at(-1) ? folders.at(-2) : folders.at(-1)) ?? folders[0]
    const target = last === undefined ? folders.at(-1) : last.target
    return { folder: folder as FileHandle, target, name: last?.name, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The names of a link's target; an absolute one begins again at the root, if it lies below. */
function linkNames(target: string, root: string, folders: FileHandle[]): string[] {
  if (!target.startsWith('/')) return target.split('/')
  const below = relative(root, target)
  if (below === '..' || below.startsWith(`..${sep}`)) throw refusePath('path_outside')
  folders.length = 1
  return below.split('/')
}
