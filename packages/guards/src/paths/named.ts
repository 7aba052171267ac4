import { constants, type Stats } from 'node:fs'
import { lstat, open, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, isAbsolute, sep } from 'node:path'
import { hasCode, refusePath } from './failures.js'
import type { Settings } from './options.js'
import { assertReplaceable, assertUsable, type Reach } from './reach.js'
import { writeBeside } from './write-beside.js'

/** Not on Windows, where links in the last place have been resolved before. */
const NO_FOLLOW = constants.O_NOFOLLOW as number | undefined
const NON_BLOCKING = constants.O_NONBLOCK as number | undefined
const READ = constants.O_RDONLY | (NO_FOLLOW ?? 0) | (NON_BLOCKING ?? 0)

/** Names below the root that a real path has. The system's own spelling is compared, so letter case does not matter. */
function namesBelow(root: string, real: string): readonly string[] {
  const below = relative(root, real)
  if (below === '') return []
  if (below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) throw refusePath('path_outside')
  return below.split(sep)
}

async function resolveBelow(root: string, names: readonly string[], settings: Settings): Promise<string> {
  const path = join(root, ...names)
  const real = await realpath(path)
  const found = namesBelow(root, real)
  if (!settings.dotFiles && [...names, ...found].some((name) => name.startsWith('.'))) throw refusePath('path_denied')
  if (settings.links === 'refuse') await assertNoLink(root, names)
  return real
}

async function assertNoLink(root: string, names: readonly string[]): Promise<void> {
  let path = root
  for (const name of names) {
    path = join(path, name)
    if ((await lstat(path)).isSymbolicLink()) throw refusePath('path_link')
  }
}

const sameFile = (a: Stats, b: Stats): boolean => a.dev === b.dev && a.ino === b.ino

/**
 * Resolving and looking are two steps, and an exchange may fall between them: in each round with a chance of a half at
 * best, for nobody outside can see when they happen.
 */
const ROUNDS = 16

async function assertStill(
  facts: Stats,
  real: string,
  root: string,
  names: readonly string[],
  settings: Settings,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const again = await resolveBelow(root, names, settings)
    if (again !== real || !sameFile(facts, await lstat(again))) throw refusePath('path_moved')
  }
}

/**
 * Where folders cannot be held: resolve, open, and compare what was opened with what the path leads to afterwards, several
 * times. An exchange in between is noticed unless every step of every comparison is hit by another one.
 */
export const namedReach: Reach = {
  async openFile(root, names, settings) {
    const real = await resolveBelow(root, names, settings)
    // Looked at before it is opened: devices act when they are.
    assertUsable(await lstat(real), settings)
    const handle = await open(real, READ)
    try {
      const facts = await handle.stat()
      assertUsable(facts, settings)
      if (!facts.isFile()) throw refusePath('path_kind')
      await assertStill(facts, real, root, names, settings)
      return { handle, facts }
    } catch (error) {
      await handle.close()
      throw error
    }
  },
  async stat(root, names, settings) {
    const facts = await lstat(await resolveBelow(root, names, settings))
    assertUsable(facts, settings)
    return facts
  },
  async withFolder(root, names, settings, use) {
    const real = await resolveBelow(root, names, settings)
    const before = await lstat(real)
    if (!before.isDirectory()) throw refusePath('path_kind')
    const result = await use(real)
    await assertStill(before, real, root, names, settings)
    return result
  },
  async write(root, names, settings, file) {
    if (!settings.unsafelyWriteByName) throw refusePath('path_not_held')
    const path = join(root, ...names)
    const name = basename(path)
    if (names.length === 0 || (!settings.dotFiles && name.startsWith('.'))) throw refusePath('path_denied')
    const folder = await resolveBelow(root, names.slice(0, -1), settings)
    const facts = await lstat(join(folder, name)).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return undefined
      throw error
    })
    const mode = assertReplaceable(facts, settings, file.overwrite)
    if (dirname(join(folder, name)) !== folder) throw refusePath('path_outside')
    await writeBeside(folder, name, mode, file)
  },
}
