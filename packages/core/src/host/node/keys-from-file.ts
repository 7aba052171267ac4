import { constants } from 'node:fs'
import { link, open, readFile, stat, unlink } from 'node:fs/promises'
import { ConfigError, isSecurityError } from '../../errors/index.js'
import { parseOptions } from '../../foundation/index.js'
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
      fix: missing ? 'Create it, or pass { create: true } once.' : 'Check the path and its owner.',
    },
    { cause },
  )
}

/** Writes beside the target and links it into place: two processes that start together agree on one file. */
async function createFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${String(process.pid)}.new`
  const file = await open(draft, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
    await file.close()
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
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
      const exists = await stat(path).then(
        () => true,
        () => false,
      )
      if (!exists && create) {
        await createFile(path, `${JSON.stringify(await generateKeySet({}, runtime), null, 2)}\n`)
        audit.record({ kind: 'keys.generated', outcome: 'noted', purposes: ['all'] })
      }
      try {
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
