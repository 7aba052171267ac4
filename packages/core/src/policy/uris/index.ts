/**
 * Identifiers that are URIs: redirect URIs, resources, issuers, addresses shown to people. Stops open redirectors,
 * tokens for a neighbour's resource, and parsers that disagree about where a URL leads.
 *
 * Source: RFC 6749 §3.1.2, RFC 8252 §7 and §8.3, RFC 8707 §2, RFC 9700 §4.1.3, RFC 9728 §1.2, RFC 8414 §2;
 * requirements AS-20 to AS-23, AS-36, RS-06, RS-07, RS-27, PX-15, PX-16, UR-11, UR-13, F-14, F-19.
 * Layer: policy. Pure; imports `errors` and `foundation`.
 *
 * @module
 */
export * from './display.js'
export * from './issuer.js'
export * from './match-redirect.js'
export * from './redirect.js'
export * from './resource.js'
