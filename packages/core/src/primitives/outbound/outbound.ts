import * as z from 'zod/mini'
import { parseOptions, systemRuntime, type Runtime } from '../../foundation/index.js'
import { addressRules } from '../../policy/addresses/index.js'
import { discard, readJson } from './body.js'
import { withDeadline } from './deadline.js'
import { networkFailure, outboundFailure } from './failure.js'
import type { Outbound, OutboundInit, OutboundRequest } from './types.js'
import { parseOutboundUrl } from './url.js'

export interface OutboundOptions {
  /** Time for a whole exchange, in milliseconds. Default 10 000. */
  readonly timeoutMs?: number
  /** Largest body, in bytes after decompression. Default 1 048 576 (1 MiB). */
  readonly maxBytes?: number
  /** Allows requests to this machine, over plain http too, for development. Default `false`. */
  readonly unsafelyAllowHttpLoopback?: boolean
  /**
   * Who wrote the URLs. `configuration`: the operator, or metadata of a server that the operator named; they may lead
   * into private networks, as the providers of companies do. `strangers`: anybody else; public addresses only. Default
   * `strangers`.
   */
  readonly urlsFrom?: 'configuration' | 'strangers'
  /** Networks and hosts that strangers may send us to although they are not public, as in `addressRules`. Default none. */
  readonly allowPrivate?: readonly string[]
}

const Options = z.strictObject({
  timeoutMs: z._default(z.int().check(z.positive()), 10_000),
  maxBytes: z._default(z.int().check(z.positive()), 1_048_576),
  unsafelyAllowHttpLoopback: z._default(z.boolean(), false),
  urlsFrom: z._default(z.enum(['configuration', 'strangers']), 'strangers'),
  allowPrivate: z._default(z.array(z.string()), []),
})

/**
 * Creates the fetcher through which this server asks others: metadata, keys, token endpoints.
 *
 * https only, no redirects, no ambient credentials, bounded in time and size, JSON only, and one error for every
 * failure (UR-01, UR-03, UR-07, UR-09, UR-10). Addresses are judged before anything connects, those written in a URL
 * everywhere, those that a name leads to where the runtime opens connections itself: on Node (UR-04, UR-06).
 *
 * For JSON from servers that this server depends on. Tools that fetch what users name take {@link guardedFetch}.
 *
 * @throws {ConfigError} for unknown or malformed options
 * @example
 * ```ts
 * import { createOutbound } from '@sallyport/core/outbound'
 *
 * const outbound = createOutbound({ timeoutMs: 5_000 })
 * try {
 *   const { status, body } = await outbound.fetchJson('https://login.example.com/.well-known/openid-configuration')
 *   console.log(status, body)
 * } catch (error) {
 *   console.log(error) // temporarily_unavailable, whatever went wrong
 * }
 * ```
 */
export function createOutbound(options: OutboundOptions = {}, runtime: Runtime = systemRuntime): Outbound {
  const parsed = parseOptions('createOutbound', Options, options)
  const { timeoutMs, maxBytes, unsafelyAllowHttpLoopback, urlsFrom, allowPrivate } = parsed
  const configured = urlsFrom === 'configuration'
  const rules = addressRules({
    allowPrivate,
    privateNetworks: configured,
    loopback: unsafelyAllowHttpLoopback ? (configured ? 'any' : 'named') : 'never',
    option: 'createOutbound: allowPrivate',
  })

  function checkUrl(text: string): URL {
    const url = parseOutboundUrl(text, unsafelyAllowHttpLoopback)
    if (url === undefined) throw outboundFailure('outbound_url')
    const verdict = rules.host(url.hostname)
    if (verdict) throw outboundFailure('outbound_address', new Error(verdict.name))
    return url
  }

  async function ask(url: URL, init: OutboundInit): Promise<Response> {
    try {
      // No `credentials` member: server runtimes keep no cookies, and workerd refuses the member itself.
      const admitsAddress = (address: string) => rules.address(url.hostname, address) === undefined
      return await runtime.fetch(url, { ...init, redirect: 'manual', admitsAddress })
    } catch (error) {
      throw init.signal?.aborted === true ? error : networkFailure(error)
    }
  }

  async function askForAnswer(url: URL, request: OutboundRequest, signal: AbortSignal): Promise<Response> {
    const { form, headers = {}, method = form === undefined ? 'GET' : 'POST' } = request
    const response = await ask(url, {
      method,
      headers: { accept: 'application/json', ...headers },
      signal,
      ...(form === undefined ? {} : { body: form }),
    })
    if (isRedirect(response)) {
      discard(response)
      throw outboundFailure('outbound_redirect')
    }
    return response
  }

  return {
    checkUrl,
    async fetchJson(text, request = {}) {
      const url = checkUrl(text)
      return withDeadline(timeoutMs, runtime, async (signal) => {
        const response = await askForAnswer(url, request, signal)
        return { status: response.status, body: await readJson(response, maxBytes) }
      })
    },
    async fetchStatus(text, request = {}) {
      const url = checkUrl(text)
      return withDeadline(timeoutMs, runtime, async (signal) => {
        const response = await askForAnswer(url, request, signal)
        discard(response)
        return response.status
      })
    },
    async send(text, { method, headers, body, signal } = {}) {
      const url = checkUrl(text)
      return withDeadline(timeoutMs, runtime, (late) =>
        ask(url, {
          signal: signal ? AbortSignal.any([signal, late]) : late,
          ...(method === undefined ? {} : { method }),
          ...(headers === undefined ? {} : { headers }),
          ...(body === undefined ? {} : { body }),
        }),
      )
    },
  }
}

/** Browsers hide the status of a redirect they were told not to follow. */
function isRedirect({ status, type }: Response): boolean {
  return (status >= 300 && status < 400) || type === 'opaqueredirect'
}
