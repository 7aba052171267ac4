import { open, stat, type FileHandle } from 'node:fs/promises'
import type { JWK } from 'jose'
import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { parseOptions } from '../../foundation/index.js'
import { parseLock, verifyLock, type ToolLock } from '../../policy/tool-guard/index.js'

export interface LockFromFileOptions {
  /**
   * Public JWKs, each with its `kid`, one of which must have signed the lock: the detached signature is read from the file
   * beside it, its path and `.jws`. Default: none; who can write the file can approve.
   */
  readonly trustedKeys?: readonly JWK[]
  /** Told once of each state of the file that cannot be used, while the lock that was read before still holds. */
  readonly onProblem?: (error: ConfigError) => void
}

const object = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null, 'expected an object')

const Options = z.strictObject({
  trustedKeys: z.exactOptional(z.readonly(z.array(object<JWK>()).check(z.minLength(1)))),
  onProblem: z.exactOptional(z.custom<(error: ConfigError) => void>((value) => typeof value === 'function')),
})

/** Thousands of tools with their definitions. */
const MAX_BYTES = 33_554_432

/** Everything by which a file can be told from the one that was there before. */
async function stampOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
  return [dev, ino, size, mtimeNs, ctimeNs].join(':')
}

async function readText(path: string): Promise<string> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const { size } = await file.stat()
    if (size > MAX_BYTES) throw unusable(path, 'is too large', 'Name the lock itself.')
    return await file.readFile('utf8')
  } finally {
    await file?.close()
  }
}

function unusable(path: string, problem: string, fix: string, cause?: unknown): ConfigError {
  return new ConfigError({ option: 'lockFromFile', problem: `the lock ${path} ${problem}.`, fix }, { cause })
}

async function readLock(path: string, trustedKeys: readonly JWK[] | undefined): Promise<ToolLock> {
  const result = await parseLock(await readText(path))
  if (!result.ok) {
    throw unusable(path, `is no lock: ${result.problem} at "${result.path}"`, 'Make it with sallyport tools lock.')
  }
  if (!trustedKeys) return result.lock
  const verified = await verifyLock(result.lock, await readText(`${path}.jws`), trustedKeys)
  if (verified.ok) return result.lock
  throw unusable(path, `is not signed by a trusted key: ${verified.problem}`, 'Sign it with sallyport tools sign.')
}

/**
 * Reads `mcp-tools.lock.json` for `enforceLock` and `guardClient`, and reads it again whenever the file is another one:
 * `sallyport tools approve` reopens a tool without a restart, and whoever withdraws an approval closes it. The file is
 * looked at for each use of the lock; it is read only when it has changed.
 *
 * A state of the file that cannot be used (half written, unsigned, gone) leaves the lock that was read before. At the
 * start there is none: then nothing passes.
 *
 * @returns a function for the option `lock`; use the same one for all servers that share the file
 * @throws {ConfigError} when an option is wrong; the function it returns also, while there is no lock
 * @example
 * ```ts
 * import { lockFromFile } from '@sallyport/core/node'
 *
 * const lock = lockFromFile('mcp-tools.lock.json', { onProblem: (error) => console.error(error.message) })
 * console.log((await lock()).tools.length)
 * ```
 */
export function lockFromFile(path: string, options: LockFromFileOptions = {}): () => Promise<ToolLock> {
  const { trustedKeys, onProblem } = parseOptions('lockFromFile', Options, options)
  let stamp: string | undefined
  /** The state of the file that was complained of. */
  let told: string | undefined
  let latest: ToolLock | undefined
  let running: Promise<ToolLock> | undefined
  let next: Promise<ToolLock> | undefined

  function failed(error: unknown, seen: string): ToolLock {
    const problem = error instanceof ConfigError ? error : unusable(path, 'cannot be read', 'Check the path.', error)
    if (latest === undefined) throw problem
    // What the system cannot do now, it may do the next time, though the file is the same.
    if (problem !== error) stamp = undefined
    if (told !== seen) {
      told = seen
      onProblem?.(problem)
    }
    return latest
  }

  async function look(): Promise<ToolLock> {
    const stamps = [stampOf(path), ...(trustedKeys ? [stampOf(`${path}.jws`)] : [])]
    const seen = (await Promise.all(stamps.map((each) => each.catch(() => 'gone')))).join(' ')
    if (seen === stamp && latest) return latest
    stamp = seen
    try {
      latest = await readLock(path, trustedKeys)
      told = undefined
      return latest
    } catch (error) {
      return failed(error, seen)
    }
  }

  function run(): Promise<ToolLock> {
    running = look().finally(() => (running = undefined))
    return running
  }

  return () => {
    if (!running) return run()
    // Whoever comes while somebody looks is to see what the file holds from now on: one more look, for all of them.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return run()
      })
    return next
  }
}
