import { access, constants, readdir, realpath, stat } from 'node:fs/promises'
import { basename, delimiter, join, resolve } from 'node:path'
import { visible } from '@sallyport/core/tool-guard'
import { wrongUse } from '../terminal/failure.js'
import { INTERPRETERS } from './danger-rules.js'
import { digestFile, openFile } from './materialise-files.js'
import { storedPath } from './stored-path.js'
import type { FileEntry, PinnedFile } from './types.js'

const MAX_FILES = 10_000

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )

/** The file that a bare name stands for, as the system would find it now. */
async function programFile(word: string, searched: string): Promise<string> {
  if (/[/\\]/.test(word)) return resolve(word)
  for (const folder of searched.split(delimiter).filter((one) => one !== '')) {
    const path = join(folder, word)
    const isProgram =
      (await isFile(path)) &&
      (await access(path, constants.X_OK).then(
        () => true,
        () => false,
      ))
    if (isProgram) return realpath(path)
  }
  throw wrongUse(`There is no program "${visible(word)}".`, 'Name it with its path.')
}

async function pin(path: string, base: string): Promise<PinnedFile> {
  const { file } = await openFile(path)
  try {
    return { path: storedPath(path, base), sha256: (await digestFile(file)).sha256 }
  } finally {
    await file.close()
  }
}

/** All files at or below a path. Links to files are followed, links to folders are not: they may lead anywhere. */
async function filesBelow(path: string): Promise<readonly string[]> {
  if (await isFile(path)) return [path]
  const entries = await readdir(path, { withFileTypes: true }).catch(() => {
    throw wrongUse(`${visible(path)} is neither a file nor a folder.`, 'Check --include.')
  })
  const found: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) found.push(...(await filesBelow(inner)))
    else if (await isFile(inner)) found.push(inner)
    if (found.length > MAX_FILES) throw wrongUse(`${visible(path)} holds too many files.`, 'Include less.')
  }
  return found
}

/** The script that an interpreter is given: its first argument that is no option. */
function scriptIndex(words: readonly string[]): number {
  const name = basename(words[0] ?? '')
  if (!INTERPRETERS.some(({ program }) => program.test(name))) return -1
  return words.findIndex((word, index) => index > 0 && !word.startsWith('-'))
}

/**
 * Records the checksums of a program, of the script it is given, and of what is included.
 *
 * @param base folder of the manifest
 */
export async function fileSource(
  words: readonly string[],
  include: readonly string[],
  base: string,
  searched = process.env['PATH'] ?? '',
): Promise<Pick<FileEntry, 'command' | 'files'>> {
  const [first = '', ...rest] = words
  const program = first === 'node' ? undefined : await programFile(first, searched)
  const at = scriptIndex(words)
  const script = words[at]
  const pinned = [program, script !== undefined && (await isFile(script)) ? resolve(script) : undefined]
  const included = (await Promise.all(include.map((path) => filesBelow(resolve(path))))).flat()
  const paths = [...new Set([...pinned.filter((path) => path !== undefined), ...included])]
  const files: PinnedFile[] = []
  for (const path of paths) files.push(await pin(path, base))
  const known = new Set(files.map(({ path }) => path))
  // A word that names a file with a checksum is written as the manifest writes it, for it is replaced by the copy.
  const written = rest.map((word) => {
    const stored = storedPath(word, base)
    return !word.startsWith('-') && known.has(stored) ? stored : word
  })
  return { command: [program === undefined ? 'node' : storedPath(program, base), ...written], files }
}
