/**
 * Glue for tools on the MCP SDK: who is calling.
 *
 * Stops handlers that run without the gate in front of them, and data kept under a session id or client name instead of
 * the person. Source: MCP SDK `AuthInfo`; ST-24, PX-31.
 * Host: may import everything above it.
 *
 * @module
 */
export { callerOf, type Caller } from './caller.js'
