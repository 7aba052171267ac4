/**
 * Sessions: who opened one is written down, and for everybody else it does not exist.
 *
 * Stops: session hijacking (a stolen, guessed or logged id in the hands of somebody else, also with a valid token),
 * fixation (an id that the client chose), sessions that outlive their grant, their roles or their person's patience, and
 * callers that open sessions without end. A session id proves nothing: the token does, on every request.
 * Source: MCP 2025-06-18 and 2025-11-25 session management, security best practices (session hijacking); ST-20 to
 * ST-31, F-30 to F-32. The revision 2026-07-28 has no sessions (ST-40, ST-67).
 * A service: may import policy and primitives, no other service.
 *
 * @module
 */
export { createSessions } from './create-sessions.js'
export type { SessionsOptions } from './options.js'
export type { CustomSignal, SignalFacts, SignalPolicy, SignalsOptions } from './signals.js'
export type * from './types.js'
