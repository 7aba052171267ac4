import { systemRuntime, type Runtime } from '../../../foundation/index.js'
import { pinnedFetch } from './pinned-fetch.js'
import type { PinnedFetchOptions } from './types.js'

/**
 * The runtime of Node with another way to the network, for `createSallyport` and every room: a proxy, a resolver, own
 * certificates, or networks that the rules for configured addresses do not open. Without options it is the default
 * of every room on Node, and not needed.
 *
 * @throws {ConfigError} for a malformed `allowPrivate`
 * @example
 * ```ts
 * import { nodeRuntime } from '@sallyport/core/node'
 * import { createOutbound } from '@sallyport/core/outbound'
 *
 * const outbound = createOutbound({ urlsFrom: 'configuration' }, nodeRuntime({ allowPrivate: ['198.18.0.0/15'] }))
 * console.log(outbound.checkUrl('https://login.corp.example/').href)
 * ```
 */
export function nodeRuntime(options: PinnedFetchOptions = {}): Runtime {
  return Object.freeze({ ...systemRuntime, fetch: pinnedFetch(options) })
}
