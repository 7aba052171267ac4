import { constants, type Stats } from 'node:fs'
import { link, open, stat, unlink, type FileHandle } from 'node:fs/promises'
import { ConfigError } from '../../errors/index.js'
import { parseOptions, randomBase64Url, type Runtime } from '../../foundation/index.js'
import { generateKeySet, watchKeys, type KeySource } from '../../primitives/keys/index.js'
import * as z from 'zod/mini'

export interface KeysFromFileOptions {
  /** Generate the file, readable by its owner only, when it does not exist. Default `false`. */
  readonly create?: boolean
  /** Read the file again when it has changed; looked for this often at most, in milliseconds. Default 60 000; 0 never. */
  readonly reloadMs?: number
}

const Options = z.strictObject({
  create: z._default(z.boolean(), false),
  reloadMs: z._default(z.int().check(z.nonnegative()), 60_000),
})

/** A key set has a few kilobytes. */
const MAX_BYTES = 1_048_576

function unreadable(path: string, cause: unknown): ConfigError {
  if (cause instanceof ConfigError) return cause
  const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
  return new ConfigError(
    {
      option: 'keys',
      problem: `the key file ${path} ${missing ? 'does not exist' : 'cannot be read'}.`,
      fix: missing ? 'Create it (its directory too), or pass { create: true } once.' : 'Check the path and its owner.',
    },
    { cause },
  )
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * Writes beside the target and links it into place: whoever starts at the same time agrees on one file. The name of the
 * draft is random: one that a killed process left behind must not stop the next start.
 */
async function createFile(path: string, text: string, runtime: Runtime): Promise<boolean> {
  const draft = `${path}.${randomBase64Url(9, runtime)}.new`
  const file = await open(draft, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await file.close()
    await unlink(draft)
  }
}

/** Everything by which a file can be told from the one that was there before: its place, content times, size and mode. */
async function stampOf(path: string): Promise<string> {
  const { dev, ino, mode, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
  return [dev, ino, mode, size, mtimeNs, ctimeNs].join(':')
}

function assertPrivate(path: string, stats: Stats): void {
  const refuse = (problem: string, fix: string): never => {
    throw new ConfigError({ option: 'keys', problem: `the key file ${path} ${problem}.`, fix })
  }
  if (!stats.isFile()) refuse('is not a file', 'Name the file itself.')
  if (stats.size > MAX_BYTES) refuse('is too large', 'Name the file that holds the keys.')
  if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
    refuse('can be read by other users', `Run: chmod 600 ${path}`)
  }
}

/** Mode and text come from one handle: the file may be replaced in between. */
async function readPrivate(path: string): Promise<string> {
  let file: FileHandle | undefined
  try {
    // A pipe must not keep us waiting for whoever writes into it.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    assertPrivate(path, await file.stat())
    return await file.readFile('utf8')
  } catch (error) {
    throw unreadable(path, error)
  } finally {
    await file?.close()
  }
}

/**
 * Takes all keys from a JWK Set file (format: `keys` reference). The file must be readable by its owner only.
 *
 * While the server runs, the file is looked at again once `reloadMs` have passed, when a key is used. A file that cannot
 * be used leaves the keys that were there, and is reported once (`keys.failed`); `sallyport.reloadKeys()` looks at once.
 *
 * @throws {ConfigError} (from `ready`) when the file is missing, readable by others, or not a valid key set
 * @example
 * ```ts
 * import { keysFromFile } from '@sallyport/core/node'
 *
 * const keys = keysFromFile('/etc/notes/keys.json', { reloadMs: 30_000 })
 * ```
 */
export function keysFromFile(path: string, options: KeysFromFileOptions = {}): KeySource {
  const { create, reloadMs } = parseOptions('keysFromFile', Options, options)
  return {
    async load({ runtime, audit }) {
      if (create && !(await isThere(path))) {
        const text = `${JSON.stringify(await generateKeySet({}, runtime), null, 2)}\n`
        const created = await createFile(path, text, runtime).catch((error: unknown) => {
          throw unreadable(path, error)
        })
        if (created) audit.record({ kind: 'keys.generated', outcome: 'noted', purposes: ['all'] })
      }
      return watchKeys({ reloadMs, stamp: () => stampOf(path), read: () => readPrivate(path) }, { audit, runtime })
    },
  }
}
