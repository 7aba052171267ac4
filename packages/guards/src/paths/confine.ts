import type { Stats } from 'node:fs'
import { opendir, type FileHandle } from 'node:fs/promises'
import { InputError } from '@sallyport/core/errors'
import { checkPath } from '@sallyport/core/inputs'
import { failureOf, refusePath } from './failures.js'
import { heldReach } from './held.js'
import { canHold } from './held-walk.js'
import { namedReach } from './named.js'
import { readOptions, type ConfineOptions, type Settings } from './options.js'
import type { Reach } from './reach.js'
import type { ConfinedFolder, FileFacts, FolderEntry } from './types.js'

const encoder = new TextEncoder()

function factsOf(facts: Stats): FileFacts {
  const isFolder = facts.isDirectory()
  return { kind: isFolder ? 'folder' : 'file', sizeBytes: isFolder ? 0 : facts.size, modifiedMs: facts.mtimeMs }
}

/** The root a path is of, and the names below it. */
function place(path: string, { roots, platform }: Settings): { root: string; names: readonly string[] } {
  const checked = checkPath(path, { platform })
  if (!checked.ok) throw new InputError(checked.message, { reason: `path_${checked.problem}` })
  const only = roots.get('')
  if (only !== undefined) return { root: only, names: checked.value }
  const [name = '', ...names] = checked.value
  const root = roots.get(name)
  if (root !== undefined) return { root, names }
  throw new InputError(`A path begins with one of: ${[...roots.keys()].join(', ')}.`, { reason: 'path_no_root' })
}

/** Reads to the end, whatever size the file claims: it may grow, and some have none. */
async function readAll(handle: FileHandle, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(Math.min(65_536, maxBytes + 1 - length)))
    if (bytesRead === 0) break
    length += bytesRead
    if (length > maxBytes) throw refusePath('path_too_large')
    parts.push(buffer.subarray(0, bytesRead))
  }
  const whole = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

async function readNames(path: string, { maxEntries, dotFiles }: Settings): Promise<FolderEntry[]> {
  const entries: FolderEntry[] = []
  for await (const entry of await opendir(path)) {
    const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : undefined
    if (kind === undefined || (!dotFiles && entry.name.startsWith('.'))) continue
    if (entries.push({ name: entry.name, kind }) > maxEntries) throw refusePath('path_too_large')
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Confines file access to folders. A path is first read as text (`checkPath` of `@sallyport/core/inputs`), then walked
 * on the disk, and judged once more on the opened file.
 *
 * On Linux every folder on the way is held open and the next name is looked up in it, so renaming folders and swapping
 * links meanwhile cannot lead out. Elsewhere, and without `/proc`, paths are resolved, opened and compared afterwards,
 * sixteen times: an exchange goes unnoticed only if further ones hit every step. Writing needs `unsafelyWriteByName` there.
 *
 * @param roots absolute path of a folder, or several with a name each: paths then begin with that name
 * @throws {ConfigError} for a root that is no folder or one of the system, and for wrong options
 * @see F-70, TL-22
 * @example
 * ```ts
 * import { confine } from '@sallyport/guards/paths'
 *
 * const files = confine('/srv/notes', { maxBytes: 65_536 })
 * const text = await files.readText('2026/november.md')
 * console.log(text.length)
 * await files.readText('../../etc/passwd').catch((error: Error) => console.log(error.message))
 * ```
 */
export function confine(
  roots: string | Readonly<Record<string, string>>,
  options: ConfineOptions = {},
): ConfinedFolder {
  const settings = readOptions(roots, options)
  let reach: Promise<Reach> | undefined
  const within = async <T>(path: string, use: (reach: Reach, root: string, names: readonly string[]) => Promise<T>) => {
    const { root, names } = place(path, settings)
    reach ??= canHold().then((can) => (can ? heldReach : namedReach))
    try {
      return await use(await reach, root, names)
    } catch (error) {
      throw failureOf(error)
    }
  }
  const readFile = (path: string) =>
    within(path, async (by, root, names) => {
      const { handle } = await by.openFile(root, names, settings)
      try {
        return await readAll(handle, settings.maxBytes)
      } finally {
        await handle.close()
      }
    })
  return {
    readFile,
    open: (path) =>
      within(path, async (by, root, names) => {
        const { handle, facts } = await by.openFile(root, names, settings)
        return { handle, ...factsOf(facts) }
      }),
    async readText(path) {
      const bytes = await readFile(path)
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
      } catch (error) {
        throw refusePath('path_not_text', error)
      }
    },
    writeFile: (path, data, { overwrite = false } = {}) =>
      within(path, async (by, root, names) => {
        if (!settings.write) throw refusePath('path_read_only')
        const bytes = typeof data === 'string' ? encoder.encode(data) : data
        if (bytes.length > settings.maxBytes) throw refusePath('path_too_large')
        await by.write(root, names, settings, { data: bytes, overwrite })
      }),
    list: (path) =>
      within(path, (by, root, names) => by.withFolder(root, names, settings, (held) => readNames(held, settings))),
    stat: (path) => within(path, async (by, root, names) => factsOf(await by.stat(root, names, settings))),
  }
}
