/**
 * Request state: what a server hands to a client between two rounds of one call (2026-07-28), so that it comes back
 * unread, unchanged, in time, once, from the same caller and for the same call.
 *
 * Stops: forged and altered state, state of another person, tool or arguments, replays; prompts that the client cannot
 * show, and answers to questions that were not asked.
 * Source: MCP 2026-07-28, multi round-trip requests (SEP-2322); RFC 8785; EL-01 to EL-09, ST-46, F-34.
 * A service: may import policy and primitives, no other service.
 *
 * @module
 */
export { createRequestState } from './create-request-state.js'
export { assertInputRequired, type AskingCall } from './input-required.js'
export { readInputResponses } from './input-responses.js'
export type { RequestStateOptions } from './options.js'
export type * from './types.js'
