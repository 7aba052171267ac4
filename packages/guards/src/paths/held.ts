import { constants, type Stats } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { refusePath } from './failures.js'
import { heldPath, walkHeld, type Held } from './held-walk.js'
import type { Settings } from './options.js'
import { assertReplaceable, assertUsable, type Reach } from './reach.js'
import { writeBeside } from './write-beside.js'

const READ = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY

async function holding<T>(held: Held, use: (held: Held) => Promise<T>): Promise<T> {
  try {
    return await use(held)
  } finally {
    await held.close()
  }
}

async function judged(target: FileHandle | undefined, settings: Settings): Promise<Stats> {
  if (target === undefined) throw refusePath('path_missing')
  const facts = await target.stat()
  assertUsable(facts, settings)
  return facts
}

/** Linux: what was judged is held, and what is held is opened. No name is looked up twice. */
export const heldReach: Reach = {
  async openFile(root, names, settings) {
    return holding(await walkHeld(root, names, settings), async ({ target }) => {
      if (!(await judged(target, settings)).isFile()) throw refusePath('path_kind')
      const handle = await open(heldPath(target as FileHandle), READ)
      try {
        // Again: a name may have been added since.
        return { handle, facts: await judged(handle, settings) }
      } catch (error) {
        await handle.close()
        throw error
      }
    })
  },
  async stat(root, names, settings) {
    return holding(await walkHeld(root, names, settings), ({ target }) => judged(target, settings))
  },
  async withFolder(root, names, settings, use) {
    return holding(await walkHeld(root, names, settings), async ({ target }) => {
      if (!(await judged(target, settings)).isDirectory()) throw refusePath('path_kind')
      return use(heldPath(target as FileHandle))
    })
  },
  async write(root, names, settings, file) {
    return holding(await walkHeld(root, names, settings, false), async ({ folder, target, name }) => {
      if (name === undefined) throw refusePath('path_kind')
      const mode = assertReplaceable(await target?.stat(), settings, file.overwrite)
      await writeBeside(heldPath(folder), name, mode, file)
    })
  },
}
