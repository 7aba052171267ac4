/**
 * Clients: who may ask for a grant, and how a client proves itself. Stops self-made trust, redirect URIs that lead
 * codes astray, guessed secrets, and a register that strangers fill.
 *
 * Source: RFC 7591 §2 and §3.2, OAuth 2.1 §2.4, RFC 9700 §4.1; AS-15, AS-22, AS-23, AS-53, AS-97, AS-99 to AS-102,
 * F-12. A service: may import policy and primitives, no other service.
 *
 * @module
 */
export { readBasicCredentials, type BasicCredentials } from './basic-credentials.js'
export { createClients } from './create-clients.js'
export type { OperatorClient } from './operator-clients.js'
export type { ClientsOptions, RegistrationOptions } from './options.js'
export type { SuspiciousPattern } from './suspicious.js'
export type * from './types.js'
