import * as z from 'zod/mini'
import { cookieRules, parseOptions, type CookieRules, type Runtime } from '../../foundation/index.js'
import type { Sealer } from '../../primitives/sealing/index.js'
import type { RecordStore } from '../../store/index.js'

/** F-17: no cookie of ours lives longer. */
const MAX_LIFETIME_MS = 7_200_000

export interface BrowserSessionsOptions {
  /** Identifier of the authorization server. A session of one issuer is none of another on the same store. */
  readonly issuer: string
  readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>
  /** Seals cookies. */
  readonly cookieSealer: Sealer
  /** Seals forms. */
  readonly formSealer: Sealer
  /** A session ends when it is not used for this long, in milliseconds. Default 1 800 000 (30 minutes). */
  readonly idleMs?: number
  /** A session ends this long after the login, in milliseconds. Default 7 200 000 (2 hours), also the maximum. */
  readonly absoluteMs?: number
}

/** What the parts of this room share. */
export interface BrowserSessionContext extends Required<BrowserSessionsOptions> {
  readonly cookies: CookieRules
  readonly runtime: Runtime
}

const durationMs = z.int().check(z.positive(), z.maximum(MAX_LIFETIME_MS))

const Options = z.strictObject({
  issuer: z.url(),
  records: z.custom<BrowserSessionsOptions['records']>(),
  cookieSealer: z.custom<Sealer>(),
  formSealer: z.custom<Sealer>(),
  idleMs: z._default(durationMs, 1_800_000),
  absoluteMs: z._default(durationMs, MAX_LIFETIME_MS),
})

/** @throws {ConfigError} for an option that is unknown or out of range */
export function browserSessionContext(options: BrowserSessionsOptions, runtime: Runtime): BrowserSessionContext {
  const parsed = parseOptions('createBrowserSessions', Options, options)
  return Object.freeze<BrowserSessionContext>({ ...parsed, cookies: cookieRules(parsed.issuer), runtime })
}
