import { LRUCache } from 'lru-cache'
import { OAuthError, OutboundError } from '../../errors/index.js'
import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { addressRules } from '../../policy/addresses/index.js'
import { debitAll } from '../../store/index.js'
import { discard } from './body.js'
import { boundedBody } from './bounded-body.js'
import { destination, redirectTarget } from './destination.js'
import { networkFailure, outboundFailure } from './failure.js'
import { parseGuardedOptions, type GuardedFetchOptions } from './guarded-options.js'
import { startLifetime, type Lifetime } from './lifetime.js'
import { hostOf } from './url.js'

/** What a caller may say about one request. */
export type GuardedFetchInit = Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'>

/**
 * Fetches an address that somebody named.
 *
 * @returns the answer; its body fails when it grows too large or takes too long
 * @throws {OutboundError} for everything that goes wrong, and the reason of `signal` when the caller gives up
 */
export type GuardedFetch = (url: string | URL, init?: GuardedFetchInit) => Promise<Response>

/** Origins whose requests are counted at the same time. */
const MAX_ORIGINS = 1_000

/** Headers that may follow to another origin; the rest was meant for the first one. */
const TRAVELLING_HEADERS = ['accept', 'accept-language', 'user-agent']

/**
 * Creates the `fetch` for tools: asks addresses that a model, a user or a document names, and cannot be turned against
 * the network that this server stands in (F-71).
 *
 * https on port 443 to public addresses, GET and HEAD, no redirects, a megabyte, ten seconds, eight at a time: options
 * open more. Every address a name leads to is judged and, where the runtime opens connections itself (Node), nothing
 * else is connected to (UR-04, UR-06); redirects are judged anew (UR-07). No cookies and no stored credentials go along,
 * and every failure reads the same (UR-10).
 *
 * `@sallyport/core/node` has the same function with options for resolver, proxy and certificates.
 *
 * @throws {ConfigError} for unknown or malformed options
 * @example
 * ```ts
 * import { guardedFetch } from '@sallyport/core/outbound'
 *
 * const fetchPage = guardedFetch({ redirects: 3, contentTypes: ['text/*'] })
 * const readPage = async ({ url }: { url: string }) => {
 *   const response = await fetchPage(url)
 *   return { content: [{ type: 'text', text: await response.text() }] }
 * }
 * console.log(readPage.name)
 * ```
 */
export function guardedFetch(options: GuardedFetchOptions = {}, runtime: Runtime = systemRuntime): GuardedFetch {
  const { audit, ...rest } = options
  const settings = parseGuardedOptions(rest)
  const { allow, maxBytes, timeoutMs, redirects, contentTypes, errorStatuses, maxConcurrent, perOrigin } = settings
  const rules = addressRules({ allowPrivate: settings.allowPrivate, option: 'guardedFetch: allowPrivate' })
  const origins = new LRUCache<string, number>({ max: MAX_ORIGINS })
  let running = 0

  /** One slot of `maxConcurrent`, held until the answer has been read. */
  function enter(): () => void {
    if (running >= maxConcurrent) throw outboundFailure('outbound_busy')
    running += 1
    return () => void (running -= 1)
  }

  function count({ origin }: URL): void {
    const shelf = {
      slotOf: (key: string) => key,
      read: (slot: string) => origins.get(slot),
      write: (slot: string, fullAtMs: number) => void origins.set(slot, fullAtMs),
    }
    const { allowed } = debitAll([{ key: origin, cost: 1, ...perOrigin }], shelf, runtime.nowMs())
    if (!allowed) throw outboundFailure('outbound_rate')
  }

  async function ask(url: URL, init: GuardedFetchInit, { signal }: Lifetime): Promise<Response> {
    count(url)
    const admitsAddress = (address: string) => rules.address(url.hostname, address) === undefined
    try {
      return await runtime.fetch(url, { ...init, signal, redirect: 'manual', admitsAddress })
    } catch (error) {
      throw signal.aborted ? signal.reason : networkFailure(error)
    }
  }

  /** Follows redirects as far as options go; the last answer is taken, or refused and let go of. */
  async function follow(first: URL, init: GuardedFetchInit, lifetime: Lifetime): Promise<Response> {
    let url = first
    let headers = new Headers(init.headers)
    for (let left = redirects; ; left -= 1) {
      const response = await ask(url, { ...init, headers }, lifetime)
      try {
        if (!isRedirect(response)) return checked(response)
        const isSafe = init.method === 'GET' || init.method === 'HEAD'
        if (left === 0 || !isSafe) throw outboundFailure('outbound_redirect')
        const next = redirectTarget(response.headers.get('location'), url, settings, rules)
        if (next.origin !== url.origin) headers = travelling(headers)
        url = next
      } catch (error) {
        discard(response)
        throw error
      }
      discard(response)
    }
  }

  function checked(response: Response): Response {
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    if (!response.ok && errorStatuses === 'refuse') throw outboundFailure('outbound_status')
    if (contentTypes && !contentTypes.some((taken) => matchesType(type, taken))) {
      throw outboundFailure('outbound_content_type')
    }
    // A shorter way to the same end; what the header does not say is counted. Answers to HEAD tell the size of no body.
    const announced = response.body === null ? 0 : Number(response.headers.get('content-length'))
    if (announced > maxBytes) throw outboundFailure('outbound_too_large')
    return response
  }

  /** The one face of every failure; what happened is for the audit log. */
  function refused(error: unknown, text: string): unknown {
    if (!(error instanceof OAuthError)) return error
    const { reason, cause } = error
    const detail = cause instanceof Error ? { detail: cause.message } : {}
    audit?.record({ kind: 'outbound.refused', outcome: 'refused', reason, host: hostOf(text), ...detail })
    return new OutboundError({ reason, ...(cause !== undefined && { cause }) })
  }

  return async (input, init = {}) => {
    const text = String(input)
    const method = (init.method ?? 'GET').toUpperCase()
    init.signal?.throwIfAborted()
    let lifetime: Lifetime | undefined
    try {
      if (!allow.methods.some((allowed) => allowed === method)) throw outboundFailure('outbound_method')
      const url = destination(text, settings, rules)
      lifetime = startLifetime(timeoutMs, init.signal ?? undefined, enter(), runtime)
      const response = await follow(url, { ...init, method }, lifetime)
      return readable(response, lifetime, text)
    } catch (error) {
      lifetime?.end()
      throw refused(error, text)
    }
  }

  function readable(response: Response, lifetime: Lifetime, text: string): Response {
    const { status, statusText, headers, body } = response
    const onEnd = (error?: unknown): unknown => {
      lifetime.end()
      return error === undefined ? undefined : refused(error, text)
    }
    if (body === null) onEnd()
    const bounded = body && boundedBody(body, maxBytes, lifetime.signal, onEnd)
    const answer = new Response(bounded, { status, statusText, headers })
    return Object.defineProperty(answer, 'url', { value: response.url })
  }
}

/** Browsers hide the status of a redirect they were told not to follow. */
function isRedirect({ status, type }: Response): boolean {
  return [301, 302, 303, 307, 308].includes(status) || type === 'opaqueredirect'
}

function travelling(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => TRAVELLING_HEADERS.includes(name)))
}

function matchesType(type: string, taken: string): boolean {
  return taken.endsWith('/*') ? type.startsWith(taken.slice(0, -1)) : type === taken
}
