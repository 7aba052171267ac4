import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { parseOptions } from '../../foundation/index.js'
import { loadKeySet } from './key-watch.js'
import type { KeySource } from './types.js'

export interface KeysFromEnvOptions {
  /** Name of the variable that holds the key set as JSON. Default `SALLYPORT_KEYS`. */
  readonly variable?: string
  /** Where to look. Default: `process.env` of Node, Bun and Deno; other hosts must pass theirs. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

const Options = z.strictObject({
  variable: z._default(
    z.string().check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected a variable name')),
    'SALLYPORT_KEYS',
  ),
  env: z.optional(z.custom<Readonly<Record<string, string | undefined>>>((value) => typeof value === 'object')),
})

/** A key set in JSON is several times longer; anything below is a placeholder or a single secret. */
const LEAST_LENGTH = 200

const HOW_TO_GENERATE = `node -e "import('@sallyport/core/keys').then(async (k) => console.log(JSON.stringify(await k.generateKeySet())))"`

function hostEnvironment(): Readonly<Record<string, string | undefined>> {
  const host = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } }
  return host.process?.env ?? {}
}

/**
 * Takes all keys from an environment variable, read when the server starts. Keys with `nbf` and `exp` change by time;
 * other keys need a restart, for the environment of a process cannot be changed from outside.
 *
 * @throws {ConfigError} when an option is wrong; from `load`: when the variable is missing, a placeholder, or not a valid
 * key set. The message never repeats the value (F-06, F-75).
 * @example
 * ```ts
 * import { keysFromEnv } from '@sallyport/core/keys'
 *
 * const keys = keysFromEnv({ variable: 'NOTES_KEYS' })
 * ```
 */
export function keysFromEnv(options: KeysFromEnvOptions = {}): KeySource {
  const { variable, env } = parseOptions('keysFromEnv', Options, options)
  return {
    async load(context) {
      const text = (env ?? hostEnvironment())[variable]?.trim() ?? ''
      if (text.length >= LEAST_LENGTH) return loadKeySet(text, context)
      throw new ConfigError({
        option: `keys: ${variable}`,
        anchor: 'keys',
        problem: text === '' ? 'the variable is not set.' : 'the variable is too short to be a key set.',
        fix: `Put the output of this command into it: ${HOW_TO_GENERATE}`,
      })
    },
  }
}
