/**
 * The resource server: the gate in front of one MCP endpoint, and its metadata document.
 *
 * Stops: requests of foreign hosts and pages, callers without a valid token for exactly this resource, operations beyond
 * what the token, the roles and the limits allow, streams that outlive their token. Nothing of a body is read before the
 * caller is known.
 * Source: RFC 6750, RFC 9728; RS-01…RS-36, RS-39…RS-42, RS-44, RS-60…RS-69, F-07, F-81.
 * Composition: may import everything but other compositions and hosts.
 *
 * @module
 */
export { authorizedMessage, sessionCallerOf } from './auth-info.js'
export { createAccess, type Access, type AccessError, type AccessOptions, type AccessVerdict } from './access.js'
export type { MetadataEndpoint } from './metadata-endpoint.js'
export type { AuthorizedRequest, ResourceServerOptions } from './options.js'
export * from './resource-server.js'
export { createStreams, type Streams, type StreamsOptions } from './streams.js'
export type * from './types.js'
