/**
 * Handles: names of what a server keeps for one caller between requests that know no session (2026-07-28).
 *
 * Stops: somebody else using a handle that was guessed, logged or shown; state that outlives its grant; callers that
 * pile up state without end. Holding a handle proves nothing: the token does.
 * Source: MCP 2026-07-28 (SEP-2567), security best practices (state handle hijacking); ST-57, ST-58, F-34.
 * A service: may import policy and primitives, no other service.
 *
 * @module
 */
export { createHandles } from './create-handles.js'
export type { HandlesOptions } from './options.js'
export { createHandleResealer } from './reseal.js'
export type * from './types.js'
