import * as z from 'zod/mini'
import { parseOptions, systemRuntime, type Runtime } from '../../foundation/index.js'
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
  /** Allows plain http towards this machine, for development. Default `false`. */
  readonly unsafelyAllowHttpLoopback?: boolean
}

const Options = z.strictObject({
  timeoutMs: z._default(z.int().check(z.positive()), 10_000),
  maxBytes: z._default(z.int().check(z.positive()), 1_048_576),
  unsafelyAllowHttpLoopback: z._default(z.boolean(), false),
})

/**
 * Creates the fetcher through which this server asks others: metadata, keys, token endpoints.
 *
 * https only, no redirects, no ambient credentials, bounded in time and size, JSON only, and one error for every
 * failure (UR-01, UR-03, UR-07, UR-09, UR-10).
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
  const { timeoutMs, maxBytes, unsafelyAllowHttpLoopback } = parseOptions('createOutbound', Options, options)

  function checkUrl(text: string): URL {
    const url = parseOutboundUrl(text, unsafelyAllowHttpLoopback)
    if (url === undefined) throw outboundFailure('outbound_url')
    return url
  }

  async function ask(url: URL, init: OutboundInit): Promise<Response> {
    try {
      // No `credentials` member: server runtimes keep no cookies, and workerd refuses the member itself.
      return await runtime.fetch(url, { ...init, redirect: 'manual' })
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
