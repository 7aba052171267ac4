import * as z from 'zod/mini'
import type { AuditSink } from '../../../audit/index.js'
import { parseOptions } from '../../../foundation/index.js'
import type { EnforceLockOptions, GuardClientOptions, LockSource } from './types.js'

const isLock = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'tools' in value &&
    Array.isArray(value.tools))

const callback = <T>() => z.exactOptional(z.custom<T>((value) => typeof value === 'function', 'expected a function'))

const object = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null, 'expected an object')

const members = {
  lock: z.custom<LockSource>(isLock, 'expected a lock from parseLock, or a function that gives one'),
  unlocked: z._default(z.enum(['pass', 'refuse']), 'pass'),
  onDrift: callback<NonNullable<EnforceLockOptions['onDrift']>>(),
  reapprove: callback<NonNullable<EnforceLockOptions['reapprove']>>(),
  audit: z._default(z.readonly(z.array(object<AuditSink>())), []),
}

const Options = z.strictObject(members)

const ClientOptions = z.strictObject({
  ...members,
  recheck: z._default(z.enum(['change', 'call']), 'change'),
  timeoutMs: z._default(z.int().check(z.positive(), z.maximum(600_000)), 30_000),
})

/** Options, read once. */
export type LockSettings = Readonly<z.output<typeof Options>>

/** @throws {ConfigError} when an option is wrong */
export const readLockOptions = (owner: string, options: EnforceLockOptions): LockSettings =>
  parseOptions(owner, Options, options)

/** @throws {ConfigError} when an option is wrong */
export const readGuardClientOptions = (
  owner: string,
  options: GuardClientOptions,
): Readonly<z.output<typeof ClientOptions>> => parseOptions(owner, ClientOptions, options)
