import * as z from 'zod/mini'
import type { Auditor } from '../../audit/index.js'
import { ConfigError } from '../../errors/index.js'
import { parseOptions } from '../../foundation/index.js'
import { isHostPattern } from '../../policy/addresses/index.js'

/** Where requests may go at all. What is absent has its default. */
export interface OutboundAllowance {
  /** Hosts, and `*.example.com` for the names below one. Default: every public host. */
  readonly hosts?: readonly string[]
  /** Default `['https']`. */
  readonly schemes?: readonly ('https' | 'http')[]
  /** Default 443 for https and 80 for http. */
  readonly ports?: readonly number[]
  /** Default `['GET', 'HEAD']`. */
  readonly methods?: readonly ('GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[]
}

export interface GuardedFetchOptions {
  /** Hosts, schemes, ports and methods. Default: https to every public host on port 443, GET and HEAD. */
  readonly allow?: OutboundAllowance
  /**
   * Networks and hosts that may be asked although they are not public: `10.1.0.0/16`, `wiki.corp`, `*.corp.example`.
   * Default none.
   */
  readonly allowPrivate?: readonly string[]
  /** Largest body, in bytes after decompression. Default 1 048 576 (1 MiB). */
  readonly maxBytes?: number
  /** Time for everything from the name to the last byte, redirects included, in milliseconds. Default 10 000. */
  readonly timeoutMs?: number
  /** How many redirects are followed, each judged like a new address; at most 10. Default 0. */
  readonly redirects?: number
  /** Types that are taken, for example `['text/*', 'application/json']`. Default: all. */
  readonly contentTypes?: readonly string[]
  /** What happens to statuses other than 200 to 299: `refuse` throws, `return` hands them out. Default `refuse`. */
  readonly errorStatuses?: 'refuse' | 'return'
  /** Requests at the same time, until their bodies are read. Default 8. */
  readonly maxConcurrent?: number
  /** Requests to one origin: `burst` at once, then one every `intervalMs` milliseconds. Default 10 and 1 000. */
  readonly perOrigin?: { readonly burst: number; readonly intervalMs: number }
  /** Hears of every refusal, with its reason. Default: nobody does. */
  readonly audit?: Pick<Auditor, 'record'>
}

const whole = z.int().check(z.positive())

const Options = z.strictObject({
  allow: z._default(
    z.strictObject({
      hosts: z.optional(z.array(z.string())),
      schemes: z._default(z.array(z.enum(['https', 'http'])), ['https']),
      ports: z.optional(z.array(z.int().check(z.minimum(1), z.maximum(65_535)))),
      methods: z._default(z.array(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])), ['GET', 'HEAD']),
    }),
    { schemes: ['https'], methods: ['GET', 'HEAD'] },
  ),
  allowPrivate: z._default(z.array(z.string()), []),
  maxBytes: z._default(whole, 1_048_576),
  timeoutMs: z._default(whole, 10_000),
  redirects: z._default(z.int().check(z.minimum(0), z.maximum(10)), 0),
  contentTypes: z.optional(z.array(z.string().check(z.regex(/^[a-z0-9.+-]+\/(?:\*|[a-z0-9.+-]+)$/)))),
  errorStatuses: z._default(z.enum(['refuse', 'return']), 'refuse'),
  maxConcurrent: z._default(whole, 8),
  perOrigin: z._default(z.strictObject({ burst: whole, intervalMs: whole }), { burst: 10, intervalMs: 1_000 }),
})

export type GuardedSettings = Readonly<z.output<typeof Options>>

/** @throws {ConfigError} */
export function parseGuardedOptions(options: Omit<GuardedFetchOptions, 'audit'>): GuardedSettings {
  const settings = parseOptions('guardedFetch', Options, options)
  const wrong = settings.allow.hosts?.find((host) => !isHostPattern(host))
  if (wrong === undefined) return settings
  throw new ConfigError({
    option: 'guardedFetch: allow.hosts',
    anchor: 'guardedFetch.allow',
    problem: `${JSON.stringify(wrong)} is no host.`,
    fix: 'Write names like "docs.example.com", or "*.example.com" for the names below one.',
  })
}
