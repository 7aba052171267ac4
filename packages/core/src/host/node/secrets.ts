import { constants, type Stats } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { ConfigError } from '../../errors/index.js'
import { parseOptions } from '../../foundation/index.js'
import { assertSecret, type SecretOptions } from '../../policy/inputs/index.js'
import * as z from 'zod/mini'

/** Where `secretFromEnv` looks. */
export interface SecretFromEnvOptions extends SecretOptions {
  /** Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** How `secretFromFile` reads. */
export interface SecretFromFileOptions extends SecretOptions {
  /** For mounts of Docker and Kubernetes, which others inside of the container can read. Default `false`. */
  readonly unsafelyReadableByOthers?: boolean
}

/** What keeps secrets: HashiCorp Vault, AWS Secrets Manager, Azure Key Vault, the keychain of the system. */
export interface SecretVault {
  /** @returns `undefined` when there is no such secret; throws when the vault cannot be asked */
  read(name: string): Promise<string | undefined>
}

const MinLength = z.optional(z.int().check(z.minimum(1), z.maximum(65_536)))

const EnvOptions = z.strictObject({
  minLength: MinLength,
  env: z.optional(z.custom<Readonly<Record<string, string | undefined>>>((value) => typeof value === 'object')),
})
const FileOptions = z.strictObject({ minLength: MinLength, unsafelyReadableByOthers: z._default(z.boolean(), false) })
const VaultOptions = z.strictObject({ minLength: MinLength })

const lengthOf = (minLength: number | undefined): SecretOptions => (minLength === undefined ? {} : { minLength })

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Largest file that is read. */
const MAX_BYTES = 65_536

function refused(option: string, problem: string, fix: string, cause?: unknown): ConfigError {
  return new ConfigError({ option, anchor: 'secrets', problem, fix }, cause === undefined ? {} : { cause })
}

/**
 * Takes a secret from the environment, at once: without it the server does not start (F-75, LO-01).
 *
 * @throws {ConfigError} when the variable is not set, too short or a placeholder; the message never repeats the value
 * @example
 * ```ts
 * import { secretFromEnv } from '@sallyport/core/node'
 *
 * const start = () => ({ clientSecret: secretFromEnv('NOTES_CLIENT_SECRET') })
 * ```
 */
export function secretFromEnv(variable: string, options: SecretFromEnvOptions = {}): string {
  const { env, minLength } = parseOptions('secretFromEnv', EnvOptions, options)
  if (!VARIABLE.test(variable)) throw refused('secretFromEnv', 'this is not the name of a variable.', 'Name one.')
  const from = env ?? process.env
  return assertSecret(variable, Object.hasOwn(from, variable) ? from[variable] : undefined, lengthOf(minLength))
}

function assertPrivate(path: string, stats: Stats, readableByOthers: boolean): void {
  if (!stats.isFile()) throw refused(path, 'this is not a file.', 'Name the file itself.')
  if (stats.size > MAX_BYTES) throw refused(path, 'the file is too large for a secret.', 'Name the file itself.')
  if (process.platform === 'win32') return
  if ((stats.mode & 0o022) !== 0) throw refused(path, 'other users can write to the file.', `Run: chmod 600 ${path}`)
  if (readableByOthers || (stats.mode & 0o044) === 0) return
  throw refused(
    path,
    'other users can read the file.',
    `Run: chmod 600 ${path}. For a mount in a container: unsafelyReadableByOthers.`,
  )
}

/**
 * Takes a secret from a file that only its owner can read, for example one that systemd, Docker or Kubernetes put there
 * (F-75). A line end after it is cut off.
 *
 * @throws {ConfigError} when the file is missing, open to others, too short or holds a placeholder; never with its content
 * @example
 * ```ts
 * import { secretFromFile } from '@sallyport/core/node'
 *
 * const start = async () => ({ clientSecret: await secretFromFile('/run/credentials/notes/client-secret') })
 * ```
 */
export async function secretFromFile(path: string, options: SecretFromFileOptions = {}): Promise<string> {
  const { minLength, unsafelyReadableByOthers } = parseOptions('secretFromFile', FileOptions, options)
  return assertSecret(path, await readPrivate(path, unsafelyReadableByOthers), lengthOf(minLength))
}

async function readPrivate(path: string, readableByOthers: boolean): Promise<string> {
  let file: FileHandle | undefined
  try {
    // A pipe must not keep us waiting for whoever writes into it.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    // Mode and text come from one handle: the file may be replaced in between.
    assertPrivate(path, await file.stat(), readableByOthers)
    return await file.readFile('utf8')
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw refused(path, `the file cannot be read (${code}).`, 'Check the path and its owner.', error)
  } finally {
    await file?.close()
  }
}

/**
 * Takes a secret from a vault (F-75). A vault that cannot be asked is a refusal to start, too.
 *
 * @throws {ConfigError} when there is none, it is too short or a placeholder, or the vault failed
 * @example
 * ```ts
 * import { secretFromVault, type SecretVault } from '@sallyport/core/node'
 *
 * const start = async (vault: SecretVault) => ({ clientSecret: await secretFromVault(vault, 'notes/client-secret') })
 * ```
 */
export async function secretFromVault(vault: SecretVault, name: string, options: SecretOptions = {}): Promise<string> {
  const { minLength } = parseOptions('secretFromVault', VaultOptions, options)
  let value: string | undefined
  try {
    value = await vault.read(name)
  } catch (error) {
    throw refused(name, 'the vault gave no answer.', 'Check that it runs, and what this server may read in it.', error)
  }
  return assertSecret(name, typeof value === 'string' ? value : undefined, lengthOf(minLength))
}
