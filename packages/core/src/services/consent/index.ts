/**
 * Consent: a person decides about each client, and only that decision opens the way to the provider.
 *
 * Stops the confused deputy: one consent at the provider, silently used by clients nobody has agreed to.
 * Source: MCP security best practices (confused deputy), RFC 9700 §4.11.2, RFC 8252 §8.6; PX-01…PX-14, F-15.
 * A service: may import `errors`, `foundation`, `store`, `policy` and `primitives`.
 *
 * @module
 */
export { createConsents } from './consents.js'
export { findCovering, hasApprovedRedirect } from './covers.js'
export type { Agreement, Approval, ApprovalQuestion, Consents, ConsentsOptions, GrantEnder } from './types.js'
