/**
 * Sealing: the one place that encrypts, for the vault, cookies, forms and upstream state.
 *
 * Stops: reading or changing what browsers and stores keep for us, and moving a sealed value to another place.
 * Source: NIST SP 800-38D; RFC 8725 §3.11; AS-61, F-02, F-10, F-17. Primitive: may import errors, foundation, keys' types.
 *
 * @module
 */
export * from './reseal.js'
export * from './sealer.js'
export type * from './types.js'
