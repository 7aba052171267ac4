/**
 * Security middleware for MCP servers: the composition of all rooms, and what every user of it needs.
 *
 * @module
 */
export { oidcUpstream, type OidcUpstreamOptions } from './compositions/upstream/index.js'
export * from './errors/index.js'
export type { Awaitable, Runtime, RuntimeFetchInit } from './foundation/index.js'
export * from './sallyport/index.js'
