/**
 * Grants: what a person allowed a client to do, and the codes and refresh tokens that stand for it. Stops replayed codes,
 * stolen and forged refresh tokens, widened scopes, and tokens that outlive their revocation.
 *
 * Source: OAuth 2.1 §4.1.3, §4.3, §7.5; RFC 9700 §4.5, §4.14; RFC 8707 §2.2; RFC 7009 §2; AS-14, AS-15, AS-29 to AS-32,
 * AS-37, AS-56 to AS-59, AS-63, F-03, F-05, F-09. A service: may import policy and primitives, no other service.
 *
 * @module
 */
export { createGrants } from './create-grants.js'
export type { GrantsOptions } from './options.js'
export { createFamilyResealer } from './reseal.js'
export type * from './types.js'
