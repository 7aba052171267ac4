import * as z from 'zod/mini'
import { parseOptions } from '../../foundation/index.js'
import type { Sealer } from '../../primitives/sealing/index.js'
import type { RecordStore } from '../../store/index.js'
import type { UpstreamTokenEndpoint } from './types.js'

export interface UpstreamTokensOptions {
  readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'take' | 'compareAndSwap' | 'listByIndex'>
  /** Seals the tokens; each value is bound to its grant. */
  readonly sealer: Sealer
  /** The provider. */
  readonly endpoint: UpstreamTokenEndpoint
  /** An access token with less time left than this is refreshed first. Default 60 000. */
  readonly refreshAheadMs?: number
  /** {@link UpstreamTokenVault.confirm} is content with a refresh that is no older than this. Default 3 600 000 (one hour). */
  readonly confirmEveryMs?: number
  /**
   * How long one process may take for a refresh before another one takes over; should exceed the time limit of a
   * request to the provider. Default 30 000.
   */
  readonly lockMs?: number
  /** How long a caller waits for a refresh by another one. Default 15 000. */
  readonly waitMs?: number
}

const duration = z.int().check(z.positive())

const Durations = z.strictObject({
  refreshAheadMs: z._default(duration, 60_000),
  confirmEveryMs: z._default(duration, 3_600_000),
  lockMs: z._default(duration, 30_000),
  waitMs: z._default(duration, 15_000),
})

export type Durations = Readonly<z.output<typeof Durations>>

/** @throws {ConfigError} */
export function parseDurations({
  records: _r,
  sealer: _s,
  endpoint: _e,
  ...durations
}: UpstreamTokensOptions): Durations {
  return parseOptions('createUpstreamTokens', Durations, durations)
}
