import { resolve } from 'node:path'
import { secretFromEnv, secretFromFile } from '@sallyport/core/node'
import type { SecretSource, TrustEntry } from './types.js'
import { UntrustedError } from './untrusted.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Node cannot get random numbers there without it. */
const NEEDED = process.platform === 'win32' ? ['SystemRoot'] : []

function readSecret(source: SecretSource, from: Environment, base: string): string | Promise<string> {
  const length = source.minLength === undefined ? {} : { minLength: source.minLength }
  if ('env' in source) return secretFromEnv(source.env, { env: from, ...length })
  return secretFromFile(resolve(base, source.file), length)
}

/**
 * The whole environment of a server: variables that the manifest names, and nothing else.
 *
 * @param base what relative paths begin at
 * @throws {UntrustedError} `secret_refused`, naming the variable and never the value
 */
export async function environmentOf(
  entry: TrustEntry,
  from: Environment,
  base: string,
): Promise<Record<string, string>> {
  const env: Record<string, string> = {}
  for (const name of [...NEEDED, ...entry.env]) {
    const value = Object.hasOwn(from, name) ? from[name] : undefined
    if (value !== undefined) env[name] = value
  }
  Object.assign(env, entry.set)
  for (const [name, source] of Object.entries(entry.secrets ?? {})) {
    try {
      env[name] = await readSecret(source, from, base)
    } catch (error) {
      const message = error instanceof Error ? error.message : 'it cannot be read.'
      throw new UntrustedError('secret_refused', `"${entry.name}" needs ${name}.`, message, { cause: error })
    }
  }
  return env
}
