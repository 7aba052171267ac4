/**
 * Metadata: the documents from which a client learns which authorization server guards a resource, and what that
 * server can do. Stops mix-ups (identifiers are published exactly as configured, never as a request spelled them) and
 * promises that are not kept.
 *
 * Source: RFC 9728 §2, §3; RFC 8414 §2, §3; RFC 9207 §3; OpenID Connect Discovery §4; requirements RS-01 to RS-05,
 * RS-09 to RS-11, AS-02 to AS-04, AS-06, AS-33, AS-34, AS-60.
 * Layer: policy. Pure; imports `errors` and `foundation`.
 *
 * @module
 */
export * from './authorization-server.js'
export * from './protected-resource.js'
export * from './well-known.js'
