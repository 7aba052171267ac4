/**
 * The way out: every request of this server to another one goes through here.
 *
 * Stops: requests into the network behind this server that a stranger asked for (SSRF), requests over plain http,
 * redirects to places nobody checked, endless and slow answers, credentials that go along unasked, and answers of
 * strangers repeated to other strangers.
 * Source: UR-01 to UR-10, UR-13, UR-15, F-71; RFC 9728 §7.7. Primitive: may import `errors`, `foundation`, `audit` and
 * `policy`.
 * Not covered: where a name leads on hosts that open no connections themselves (Workers); literal addresses are refused
 * there too.
 *
 * @module
 */
export * from './client-auth.js'
export type { OutboundReason } from './failure.js'
export * from './guarded-fetch.js'
export type { GuardedFetchOptions, OutboundAllowance } from './guarded-options.js'
export * from './outbound.js'
export * from './remote-keys.js'
export type * from './types.js'
export { parseOutboundUrl } from './url.js'
