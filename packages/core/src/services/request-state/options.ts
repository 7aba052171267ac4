import * as z from 'zod/mini'
import type { Runtime } from '../../foundation/index.js'
import { parseOptions } from '../../foundation/index.js'
import { isKeyList, type KeyList, type SecretKey } from '../../primitives/keys/index.js'
import type { RecordStore } from '../../store/index.js'

export interface RequestStateOptions {
  /** Of purpose `sealing`. The first one seals, all open. */
  readonly keys: KeyList<SecretKey>
  /** How long a state may come back, in milliseconds. Default 600 000 (10 minutes). */
  readonly lifetimeMs?: number
  /** Longest state, in characters. Default 16 384. */
  readonly maxLength?: number
  /** Remembers used states, so that each comes back once (EL-05). Default: a state may come back until it expires. */
  readonly once?: Pick<RecordStore, 'putIfAbsent'>
}

const Options = z.strictObject({
  keys: z.custom<KeyList<SecretKey>>(isKeyList, 'expected a list of keys'),
  lifetimeMs: z._default(z.int().check(z.positive(), z.maximum(86_400_000)), 600_000),
  maxLength: z._default(z.int().check(z.minimum(1_024), z.maximum(262_144)), 16_384),
  once: z.optional(
    z.custom<NonNullable<RequestStateOptions['once']>>(
      (value: unknown) => typeof value === 'object' && value !== null,
      'expected a record store',
    ),
  ),
})

export type StateSettings = Readonly<z.output<typeof Options>>

/** What the parts of this room need of the machine. */
export type StateRuntime = Pick<Runtime, 'nowMs' | 'randomBytes' | 'sha256'>

/** @throws {ConfigError} when an option is wrong */
export function readStateOptions(options: RequestStateOptions): StateSettings {
  return parseOptions('createRequestState', Options, options)
}
