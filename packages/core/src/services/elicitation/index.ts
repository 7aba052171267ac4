/**
 * Elicitation: what a server asks a person, and what it may do with the answer. Questions about sensitive actions, and a
 * lint of the forms that clients show.
 *
 * Stops: actions that nobody agreed to, an approval used twice or for other arguments, by another client or person, links
 * that work for whoever holds them, questions without end, and forms that ask for secrets or lead elsewhere.
 * Source: MCP elicitation 2025-06-18, 2025-11-25 and 2026-07-28; RFC 8785; F-62, EL-10, EL-12 to EL-15, EL-17, EL-21.
 * A service: may import policy and primitives, no other service.
 *
 * @module
 */
export { createConfirmations } from './create-confirmations.js'
export { lintElicitation } from './lint.js'
export type { ConfirmationsOptions } from './options.js'
export type * from './types.js'
