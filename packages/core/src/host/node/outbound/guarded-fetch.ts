import { systemRuntime } from '../../../foundation/index.js'
import {
  guardedFetch as portableGuardedFetch,
  type GuardedFetch,
  type GuardedFetchOptions,
} from '../../../primitives/outbound/index.js'
import { pinnedFetch } from './pinned-fetch.js'
import type { PinnedFetchOptions } from './types.js'

/** What a tool may fetch, and how this machine reaches the network. */
export interface NodeGuardedFetchOptions extends GuardedFetchOptions {
  /** Resolver, certificates and proxy. Default: those of the system, and no proxy. */
  readonly connection?: Omit<PinnedFetchOptions, 'allowPrivate'>
}

/**
 * Creates the `fetch` for tools: asks addresses that a model, a user or a document names, and cannot be turned against
 * the network that this server stands in (F-71). Names are resolved here, every address they lead to is judged, and the
 * connection goes to a judged one (UR-06).
 *
 * https on port 443 to public addresses, GET and HEAD, no redirects, a megabyte, ten seconds, eight at a time: options
 * open more. The body fails when it grows too large or takes too long. Let the `OutboundError` that it throws go through
 * to the SDK: its message is public and says nothing about the network.
 *
 * @throws {ConfigError} for unknown or malformed options
 * @example
 * ```ts
 * import { guardedFetch } from '@sallyport/core/node'
 *
 * const fetchPage = guardedFetch({ redirects: 3, contentTypes: ['text/*'], maxBytes: 200_000 })
 * const readPage = async ({ url }: { url: string }, { signal }: { signal: AbortSignal }) => {
 *   const response = await fetchPage(url, { signal })
 *   return { content: [{ type: 'text', text: await response.text() }] }
 * }
 * console.log(readPage.name)
 * ```
 */
export function guardedFetch({ connection, ...options }: NodeGuardedFetchOptions = {}): GuardedFetch {
  return portableGuardedFetch(options, { ...systemRuntime, ...(connection && { fetch: pinnedFetch(connection) }) })
}
