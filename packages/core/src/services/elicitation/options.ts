import * as z from 'zod/mini'
import type { Auditor } from '../../audit/index.js'
import { parseOptions, type Runtime } from '../../foundation/index.js'
import { isKeyList, type KeyList, type SecretKey } from '../../primitives/keys/index.js'
import { createSealer, type Sealer } from '../../primitives/sealing/index.js'
import type { RecordStore } from '../../store/index.js'

type Records = Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>

export interface ConfirmationsOptions {
  readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>
  /** Of purpose `sealing`. The first one seals, all open. */
  readonly keys: KeyList<SecretKey>
  /**
   * How long a question is open, and then how long an approval may be used, in milliseconds. Default 300 000 (5 minutes),
   * at most 3 600 000 (one hour).
   */
  readonly lifetimeMs?: number
  /** Most open questions and unused answers of one person through one client. Default 50, at most 1000. */
  readonly maxPerCaller?: number
  /** Longest arguments, in characters of JSON: nobody reads more. Default 65 536. */
  readonly maxArgumentsLength?: number
}

/** What the parts of this room share. */
export interface ConfirmationContext {
  readonly records: Records
  readonly sealer: Sealer
  readonly lifetimeMs: number
  readonly maxPerCaller: number
  readonly maxArgumentsLength: number
  readonly audit: Auditor
  readonly runtime: Runtime
}

const Options = z.strictObject({
  records: z.custom<Records>(
    (value: unknown) => typeof value === 'object' && value !== null,
    'expected a record store',
  ),
  keys: z.custom<KeyList<SecretKey>>(isKeyList, 'expected a list of keys'),
  lifetimeMs: z._default(z.int().check(z.minimum(1_000), z.maximum(3_600_000)), 300_000),
  maxPerCaller: z._default(z.int().check(z.positive(), z.maximum(1_000)), 50),
  maxArgumentsLength: z._default(z.int().check(z.positive(), z.maximum(1_048_576)), 65_536),
})

/** @throws {ConfigError} when an option is wrong */
export function confirmationContext(
  options: ConfirmationsOptions,
  audit: Auditor,
  runtime: Runtime,
): ConfirmationContext {
  const { keys, ...rest } = parseOptions('createConfirmations', Options, options)
  return Object.freeze<ConfirmationContext>({
    ...rest,
    sealer: createSealer(keys, 'confirmation', runtime),
    audit,
    runtime,
  })
}
