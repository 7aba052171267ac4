import * as z from 'zod/mini'
import type { Auditor } from '../../audit/index.js'
import { parseOptions, type Runtime } from '../../foundation/index.js'
import { isKeyList, type KeyList, type SecretKey } from '../../primitives/keys/index.js'
import { createSealer, type Sealer } from '../../primitives/sealing/index.js'
import type { RecordStore } from '../../store/index.js'
import { SEALED_AS } from './stored-handle.js'

type Records = Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>

export interface HandlesOptions {
  readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>
  /** Of purpose `sealing`. The first one seals, all open. */
  readonly keys: KeyList<SecretKey>
  /** Most handles of one person through one client at one resource. Default 100, at most 1000. */
  readonly maxPerOwner?: number
  /** Absolute lifetime, in milliseconds. Default 3 600 000 (one hour), at most 30 days. */
  readonly lifetimeMs?: number
  /** A handle ends when it is not read for this long, in milliseconds. Default: only with its lifetime. */
  readonly idleMs?: number
  /** Longest value, in characters of JSON. Default 65 536. */
  readonly maxValueLength?: number
  /** Whether a grant may still be used. Default: grants are not asked about. */
  readonly isGrantLive?: (grantId: string) => Promise<boolean>
}

/** What the parts of this room share. */
export interface HandleContext {
  readonly records: Records
  readonly sealer: Sealer
  readonly maxPerOwner: number
  readonly lifetimeMs: number
  readonly idleMs: number | undefined
  readonly maxValueLength: number
  readonly isGrantLive: (grantId: string) => Promise<boolean>
  readonly audit: Auditor
  readonly runtime: Runtime
}

/** Longer than any grant by default: what lives longer is no state between requests. */
export const MAX_LIFETIME_MS = 30 * 86_400_000

const durationMs = z.int().check(z.positive(), z.maximum(MAX_LIFETIME_MS))

const Options = z.strictObject({
  records: z.custom<Records>(
    (value: unknown) => typeof value === 'object' && value !== null,
    'expected a record store',
  ),
  keys: z.custom<KeyList<SecretKey>>(isKeyList, 'expected a list of keys'),
  maxPerOwner: z._default(z.int().check(z.positive(), z.maximum(1_000)), 100),
  lifetimeMs: z._default(durationMs, 3_600_000),
  idleMs: z.optional(durationMs),
  maxValueLength: z._default(z.int().check(z.positive()), 65_536),
  isGrantLive: z.optional(
    z.custom<NonNullable<HandlesOptions['isGrantLive']>>((value) => typeof value === 'function', 'expected a function'),
  ),
})

/** @throws {ConfigError} when an option is wrong */
export function handleContext(options: HandlesOptions, audit: Auditor, runtime: Runtime): HandleContext {
  const { keys, isGrantLive, idleMs, ...rest } = parseOptions('createHandles', Options, options)
  return Object.freeze<HandleContext>({
    ...rest,
    idleMs,
    isGrantLive: isGrantLive ?? (() => Promise.resolve(true)),
    sealer: createSealer(keys, SEALED_AS, runtime),
    audit,
    runtime,
  })
}
