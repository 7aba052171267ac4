import * as z from 'zod/mini'
import type { Auditor } from '../../audit/index.js'
import { parseOptions, type Runtime } from '../../foundation/index.js'
import type { RecordStore } from '../../store/index.js'
import { Signals, signalsOf, type Signal, type SignalsOptions } from './signals.js'

type Records = Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>

export interface SessionsOptions {
  readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>
  /** A session ends when it is not used for this long, in milliseconds. Default 1 800 000 (30 minutes), at least one minute. */
  readonly idleMs?: number
  /** A session ends after this long, however much it is used, in milliseconds. Default 43 200 000 (12 hours), at most 30 days. */
  readonly maxAgeMs?: number
  /** Most sessions of one person through one client at one resource; the one unused for longest makes room. Default 50, at most 1000. */
  readonly maxPerOwner?: number
  /** Refuses requests without a session, but for `initialize`: for servers that need one (ST-25). Default `false`. */
  readonly required?: boolean
  /** What is compared besides the owner. Default: network and user agent are observed. */
  readonly signals?: SignalsOptions
  /** Whether a grant may still be used. Default: grants are not asked about. */
  readonly isGrantLive?: (grantId: string) => Promise<boolean>
}

/** What the parts of this room share. */
export interface SessionContext {
  readonly records: Records
  readonly idleMs: number
  readonly maxAgeMs: number
  readonly maxPerOwner: number
  readonly required: boolean
  readonly signals: readonly Signal[]
  readonly isGrantLive: (grantId: string) => Promise<boolean>
  readonly audit: Auditor
  readonly runtime: Runtime
}

const duration = (minMs: number) => z.int().check(z.minimum(minMs), z.maximum(30 * 86_400_000))

const Options = z.strictObject({
  records: z.custom<Records>(
    (value: unknown) => typeof value === 'object' && value !== null,
    'expected a record store',
  ),
  idleMs: z._default(duration(60_000), 1_800_000),
  maxAgeMs: z._default(duration(60_000), 43_200_000),
  maxPerOwner: z._default(z.int().check(z.positive(), z.maximum(1_000)), 50),
  required: z._default(z.boolean(), false),
  signals: z.prefault(Signals, {}),
  isGrantLive: z.optional(
    z.custom<NonNullable<SessionsOptions['isGrantLive']>>(
      (value) => typeof value === 'function',
      'expected a function',
    ),
  ),
})

/** @throws {ConfigError} when an option is wrong */
export function sessionContext(options: SessionsOptions, audit: Auditor, runtime: Runtime): SessionContext {
  const { signals, isGrantLive, ...rest } = parseOptions('createSessions', Options, options)
  return Object.freeze<SessionContext>({
    ...rest,
    signals: signalsOf(signals),
    isGrantLive: isGrantLive ?? (() => Promise.resolve(true)),
    audit,
    runtime,
  })
}
