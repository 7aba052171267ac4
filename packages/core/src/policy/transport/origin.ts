import { ConfigError } from '../../errors/index.js'
import type { RequestFacts } from './facts.js'
import { PASSED, refuse, type TransportVerdict } from './verdict.js'

type Facts = Pick<RequestFacts, 'headerLines'>
type HeaderLines = readonly (readonly [name: string, value: string])[]

/** What a browser client needs to send (requirements §10.7). `*` would not cover `Authorization`. */
const MODERN_HEADERS = 'Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Method, Mcp-Name, DPoP'
const REQUEST_HEADERS = `${MODERN_HEADERS}, Mcp-Session-Id, Last-Event-ID`

const MODERN_EXPOSED_HEADERS = 'WWW-Authenticate, Retry-After, RateLimit, RateLimit-Policy, DPoP-Nonce'
const EXPOSED_HEADERS = `${MODERN_EXPOSED_HEADERS}, Mcp-Session-Id`

/** Names of this kind are chosen by tools, so they are allowed as asked for. */
const PARAMETER_HEADER = /^mcp-param-[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/i

const MAX_PARAMETER_HEADERS = 32

/** A browser may remember the answer to a preflight that long. */
const PREFLIGHT_SECONDS = 600

export interface OriginPolicyOptions {
  /** The configured resource: its own origin is always allowed. */
  readonly resource: string
  /** Origins of pages that may call, each as a browser sends it: `https://app.example`, with its port unless default. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** No revision before 2026-07-28 is served: no GET, no DELETE, no sessions. Default `false`. */
  readonly modernOnly?: boolean | undefined
}

/** The rules for calls from browsers. Scheme, host and port count, all three (ST-05). */
export interface OriginPolicy {
  /** An absent `Origin` passes, for the caller is no browser; any other that is not listed is 403, `null` too (ST-02). */
  check(facts: Facts): TransportVerdict
  /** CORS headers of an answer. Never with credentials: cookies do not count at an MCP endpoint. */
  answerHeaders(facts: Facts): HeaderLines
  /** Headers of the answer to `OPTIONS`, to be sent with 204 after {@link OriginPolicy.check} passed. */
  preflightHeaders(facts: Facts): HeaderLines
}

/**
 * Prepares the check of `Origin` and the CORS answers of an MCP endpoint.
 *
 * @throws {ConfigError} on an entry that no browser would send, and on `*`
 * @example
 * ```ts
 * import { createOriginPolicy } from '@sallyport/core/transport'
 *
 * const policy = createOriginPolicy({ resource: 'https://mcp.example.com/mcp', allowedOrigins: ['https://app.example'] })
 * console.log(policy.check({ headerLines: () => ['http://app.example'] }).ok) // false
 * ```
 */
export function createOriginPolicy(options: OriginPolicyOptions): OriginPolicy {
  const allowed = new Set([new URL(options.resource).origin, ...(options.allowedOrigins ?? []).map(readEntry)])
  const modernOnly = options.modernOnly ?? false
  const exposed = modernOnly ? MODERN_EXPOSED_HEADERS : EXPOSED_HEADERS
  const requestHeaders = modernOnly ? MODERN_HEADERS : REQUEST_HEADERS
  const allowedOrigin = (facts: Facts): string | undefined => {
    const lines = facts.headerLines('origin')
    return lines.length === 1 && lines[0] !== undefined && allowed.has(lines[0]) ? lines[0] : undefined
  }
  return {
    check: (facts) =>
      facts.headerLines('origin').length === 0 || allowedOrigin(facts) !== undefined
        ? PASSED
        : refuse(403, 'origin_not_allowed'),
    answerHeaders(facts) {
      const origin = allowedOrigin(facts)
      if (origin === undefined) return [['vary', 'Origin']]
      return [
        ['access-control-allow-origin', origin],
        ['access-control-expose-headers', exposed],
        ['vary', 'Origin'],
      ]
    },
    preflightHeaders(facts) {
      const vary = ['vary', 'Origin, Access-Control-Request-Headers'] as const
      const origin = allowedOrigin(facts)
      if (origin === undefined) return [vary]
      return [
        ['access-control-allow-origin', origin],
        ['access-control-allow-methods', modernOnly ? 'POST' : 'GET, POST, DELETE'],
        ['access-control-allow-headers', [requestHeaders, ...parameterHeaders(facts)].join(', ')],
        ['access-control-max-age', String(PREFLIGHT_SECONDS)],
        vary,
      ]
    },
  }
}

function parameterHeaders(facts: Facts): readonly string[] {
  return facts
    .headerLines('access-control-request-headers')
    .flatMap((line) => line.split(','))
    .map((name) => name.trim())
    .filter((name) => PARAMETER_HEADER.test(name))
    .slice(0, MAX_PARAMETER_HEADERS)
}

/** Pages of extensions have origins that `URL` calls opaque (`vscode-webview://…`): those are taken as written. */
function readEntry(entry: string): string {
  const isWeb = /^https?:/i.test(entry)
  const isOrigin = isWeb
    ? URL.canParse(entry) && new URL(entry).origin === entry
    : /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9._-]+(?::\d{1,5})?$/.test(entry)
  if (isOrigin) return entry
  throw new ConfigError({
    option: 'allowedOrigins',
    problem: `${JSON.stringify(entry)} is not an origin as browsers send it.`,
    fix: 'Write scheme, host and port in lower case, without a path and without a default port: "https://app.example".',
  })
}
