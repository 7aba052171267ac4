/**
 * The way out: every request of this server to another one goes through here.
 *
 * Stops: requests over plain http, redirects to places nobody checked, endless and slow answers, credentials that go
 * along unasked, and answers of strangers repeated to other strangers.
 * Source: UR-01, UR-03, UR-07, UR-09, UR-10; RFC 9728 §7.7. Primitive: may import `errors` and `foundation`.
 * Not covered: which network address a name leads to.
 *
 * @module
 */
export * from './client-auth.js'
export type { OutboundReason } from './failure.js'
export * from './outbound.js'
export * from './remote-keys.js'
export type * from './types.js'
export * from './url.js'
