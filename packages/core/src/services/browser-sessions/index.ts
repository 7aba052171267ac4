/**
 * Browser sessions: a person who has signed in with our own client at the provider, in one browser, for a short time.
 *
 * Stops: ids that an attacker planted in the browser before the login, forms of other pages and of sessions that have
 * ended, and a screen left alone. A session opens the pages of this issuer and nothing else, least of all `/mcp`.
 * Source: OWASP session management; RFC 6265bis §4.1.3; F-15, F-17, PX-08, PX-10…PX-12.
 * A service: may import `errors`, `foundation`, `store`, `policy` and `primitives`.
 *
 * @module
 */
export { createBrowserSessions } from './create-browser-sessions.js'
export type { BrowserSessionsOptions } from './options.js'
export type * from './types.js'
