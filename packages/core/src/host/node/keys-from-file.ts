import { constants } from 'node:fs'
import { link, open, readFile, stat, unlink } from 'node:fs/promises'
import { ConfigError, isSecurityError } from '../../errors/index.js'
import { parseOptions, randomBase64Url, type Runtime } from '../../foundation/index.js'
import { generateKeySet, parseKeySet, type KeySource } from '../../primitives/keys/index.js'
import * as z from 'zod/mini'

export interface KeysFromFileOptions {
  /** Generate the file, readable by its owner only, when it does not exist. Default `false`. */
  readonly create?: boolean
}

const Options = z.strictObject({ create: z._default(z.boolean(), false) })

function unreadable(path: string, cause: unknown): ConfigError {
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

/**
 * Takes all keys from a JWK Set file (format: `keys` reference). The file must be readable by its owner only.
 *
 * @throws {ConfigError} (from `ready`) when the file is missing, readable by others, or not a valid key set
 * @example
 * ```ts
 * import { keysFromFile } from '@sallyport/core/node'
 *
 * const keys = keysFromFile('/etc/notes/keys.json')
 * ```
 */
export function keysFromFile(path: string, options: KeysFromFileOptions = {}): KeySource {
  const { create } = parseOptions('keysFromFile', Options, options)
  return {
    async load({ runtime, audit }) {
      try {
        if (create && !(await isThere(path))) {
          const text = `${JSON.stringify(await generateKeySet({}, runtime), null, 2)}\n`
          const created = await createFile(path, text, runtime)
          if (created) audit.record({ kind: 'keys.generated', outcome: 'noted', purposes: ['all'] })
        }
        const { mode } = await stat(path)
        if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
          throw new ConfigError({
            option: 'keys',
            problem: `the key file ${path} can be read by other users.`,
            fix: `Run: chmod 600 ${path}`,
          })
        }
        return await parseKeySet(await readFile(path, 'utf8'))
      } catch (error) {
        throw isSecurityError(error) ? error : unreadable(path, error)
      }
    },
  }
}
