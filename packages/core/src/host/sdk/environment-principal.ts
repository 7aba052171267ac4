import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { isScopeToken, OFFLINE_ACCESS, parseOptions } from '../../foundation/index.js'

/** The person whose process this is. */
export interface StdioPrincipal {
  readonly subject: string
  readonly scopes?: readonly string[] | undefined
  readonly roles?: readonly string[] | undefined
}

/** Names of environment variables. */
export interface EnvironmentPrincipalOptions {
  /** Holds a name for the person: key of their limits, subject in the audit log. */
  readonly subject: string
  /** Holds scopes, separated by spaces. Default: no such variable, no scopes. */
  readonly scopes?: string
  /** Holds roles, separated by spaces. Default: no such variable, no roles. */
  readonly roles?: string
  /** Instead of the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

const name = z.string().check(z.minLength(1))
const Options = z.strictObject({
  subject: name,
  scopes: z.exactOptional(name),
  roles: z.exactOptional(name),
  env: z.exactOptional(
    z.custom<NonNullable<EnvironmentPrincipalOptions['env']>>(
      (value: unknown) => typeof value === 'object' && value !== null,
    ),
  ),
})

/** A subject goes into logs and keys of limits. */
const SUBJECT = /^[\x21-\x7e]{1,256}$/

function hostEnvironment(): Readonly<Record<string, string | undefined>> {
  const host = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } }
  return host.process?.env ?? {}
}

/** Without the value: whoever mixes variables up has put a secret there. */
function refused(variable: string, problem: string, fix: string): ConfigError {
  return new ConfigError({ option: `environmentPrincipal: ${variable}`, anchor: 'environmentPrincipal', problem, fix })
}

/**
 * Reads who uses a stdio server from its environment, once (LO-01). Whoever starts the process sets it, so this says
 * what the person lets the model and its client do, and is no boundary against the person.
 *
 * @throws {ConfigError} when the variable of the subject is not set or a scope is malformed; values are not repeated
 * @example
 * ```ts
 * import { environmentPrincipal } from '@sallyport/core/sdk'
 *
 * const env = { NOTES_USER: 'alice', NOTES_SCOPES: 'notes:read notes:write' }
 * const principal = environmentPrincipal({ subject: 'NOTES_USER', scopes: 'NOTES_SCOPES', env })
 * console.log(principal.scopes) // ['notes:read', 'notes:write']
 * ```
 */
export function environmentPrincipal(options: EnvironmentPrincipalOptions): StdioPrincipal {
  const { subject, scopes, roles, env = hostEnvironment() } = parseOptions('environmentPrincipal', Options, options)
  function read(variable: string | undefined): string {
    const value: unknown = variable === undefined ? undefined : env[variable]
    // A plain object has members that nobody set, such as `constructor`.
    return typeof value === 'string' ? value.trim() : ''
  }
  const words = (variable: string | undefined) => read(variable).split(/\s+/).filter(Boolean)
  const person = read(subject)
  if (!SUBJECT.test(person)) {
    throw refused(
      subject,
      person === '' ? 'the variable is not set.' : 'the variable holds no name.',
      'Set it to up to 256 visible ASCII characters where the client starts this server.',
    )
  }
  if (scopes !== undefined && !words(scopes).every((scope) => isScopeToken(scope) && scope !== OFFLINE_ACCESS)) {
    throw refused(
      scopes,
      'the variable holds more than names of scopes (RFC 6749 §3.3).',
      'Set it to scopes with spaces between them, without quotation marks, backslashes and offline_access.',
    )
  }
  return Object.freeze({ subject: person, scopes: words(scopes), roles: words(roles) })
}
