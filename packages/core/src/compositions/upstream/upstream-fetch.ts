import * as z from 'zod/mini'
import type { Auditor } from '../../audit/index.js'
import { OAuthError } from '../../errors/index.js'
import { parseOptions, systemRuntime, type Runtime } from '../../foundation/index.js'
import { createOutbound, type OutboundInit } from '../../primitives/outbound/index.js'
import type { UpstreamTokenVault } from '../../services/upstream-tokens/index.js'
import { handlerCaller, type HandlerCaller } from './handler-extra.js'
import type { ConnectedUpstream } from './types.js'

export interface UpstreamFetchOptions {
  readonly vault: Pick<UpstreamTokenVault, 'accessToken'>
  readonly provider: Pick<ConnectedUpstream, 'issuer' | 'apiOrigins'>
  /** Ends our grant when the provider has ended the one behind it. */
  readonly revokeGrant: (grantId: string) => Promise<void>
  /** Hears of calls that are not allowed. */
  readonly audit: Auditor
  /** Time until the header of the answer, in milliseconds. Default 30 000. */
  readonly timeoutMs?: number
  /** Allows plain http towards this machine, for development. Default `false`. */
  readonly unsafelyAllowHttpLoopback?: boolean
}

/** The part of a request that a tool may set. `authorization`, `proxy-authorization` and `cookie` are refused. */
export type UpstreamFetchInit = OutboundInit

/**
 * Calls the provider's API for the person behind an MCP request.
 *
 * @param extra second argument of an MCP SDK handler, version 1 (`extra`) or 2 (`ctx`), as it is
 * @throws {OAuthError} `invalid_request` when the call is not allowed, `invalid_grant` when the provider has ended the
 *   login, `temporarily_unavailable` when it cannot be reached
 */
export type UpstreamFetch = (extra: unknown, url: string | URL, init?: UpstreamFetchInit) => Promise<Response>

const Options = z.strictObject({
  timeoutMs: z._default(z.int().check(z.positive()), 30_000),
  unsafelyAllowHttpLoopback: z._default(z.boolean(), false),
})

const FORBIDDEN_HEADERS = ['authorization', 'proxy-authorization', 'cookie'] as const

/**
 * Creates the only way for tools to reach the provider: the person's upstream token is put in here, and the client's
 * own token cannot be (PX-26, RS-39). Redirects are handed back, never followed.
 *
 * @throws {ConfigError} for an unknown option
 * @example
 * ```ts
 * import { createUpstreamFetch, type UpstreamFetchOptions } from '@sallyport/core/upstream'
 *
 * function profileTool(options: UpstreamFetchOptions) {
 *   const upstreamFetch = createUpstreamFetch(options)
 *   return async (_arguments: unknown, extra: unknown) => {
 *     const response = await upstreamFetch(extra, 'https://login.example.com/userinfo')
 *     return { content: [{ type: 'text', text: await response.text() }] }
 *   }
 * }
 * console.log(profileTool.name)
 * ```
 */
export function createUpstreamFetch(options: UpstreamFetchOptions, runtime: Runtime = systemRuntime): UpstreamFetch {
  const { vault, provider, revokeGrant, audit, ...rest } = options
  const { timeoutMs, unsafelyAllowHttpLoopback } = parseOptions('createUpstreamFetch', Options, rest)
  const outbound = createOutbound({ timeoutMs, unsafelyAllowHttpLoopback, urlsFrom: 'configuration' }, runtime)

  return async (extra, input, init = {}) => {
    const caller = handlerCaller(extra)
    try {
      if (!caller) throw refusal('upstream_fetch_without_grant', 'The request has no grant of this server.')
      return await send(caller, input, init)
    } catch (error) {
      // What the vault and the provider refuse is recorded by them.
      if (error instanceof OAuthError && error.error === 'invalid_request') record(caller, error.reason)
      throw error
    }
  }

  async function send(caller: HandlerCaller, input: string | URL, init: UpstreamFetchInit): Promise<Response> {
    const url = outbound.checkUrl(String(input))
    if (!(await provider.apiOrigins()).includes(url.origin)) {
      throw refusal('upstream_fetch_origin', 'This origin is not among the allowed ones.')
    }
    const headers = new Headers(init.headers)
    if (FORBIDDEN_HEADERS.some((name) => headers.has(name))) {
      throw refusal('upstream_fetch_credentials', 'Credentials are added here; remove yours.')
    }
    if (carries(caller.token, url, headers, init.body)) {
      throw refusal('upstream_fetch_client_token', 'The token of the MCP client must not leave this server.')
    }
    headers.set('authorization', `Bearer ${await tokenOf(caller.grantId)}`)
    return outbound.send(url.href, { ...init, headers })
  }

  function record(caller: HandlerCaller | undefined, reason: string): void {
    const who = caller === undefined ? {} : { grantId: caller.grantId }
    audit.record({ kind: 'upstream.refused', outcome: 'refused', upstream: provider.issuer, reason, ...who })
  }

  async function tokenOf(grantId: string): Promise<string> {
    try {
      return await vault.accessToken(grantId)
    } catch (error) {
      if (error instanceof OAuthError && error.error === 'invalid_grant') await revokeGrant(grantId)
      throw error
    }
  }
}

/** Bodies that are streams or binary are not looked into. */
function carries(token: string, url: URL, headers: Headers, body: RequestInit['body']): boolean {
  const texts = [url.href, ...[...headers].map(([, value]) => value)]
  if (typeof body === 'string' || body instanceof URLSearchParams) texts.push(String(body))
  return token !== '' && texts.some((text) => text.includes(token) || text.includes(encodeURIComponent(token)))
}

function refusal(reason: string, description: string): OAuthError {
  return new OAuthError('invalid_request', { reason, description })
}
