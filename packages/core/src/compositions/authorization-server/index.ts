/**
 * The authorization server: lets MCP clients in through the consent of a person, and gives them tokens of our own.
 *
 * Stops the confused deputy, open redirects, code and token replay, mix-up, and upstream tokens that leave the house.
 * Source: OAuth 2.1, RFC 7009, RFC 7591, RFC 8414, RFC 8707, RFC 9207, RFC 9700, MCP authorization; AS-*, PX-*.
 * A composition: wires services and the upstream provider, one file for each endpoint.
 *
 * @module
 */
export { createAuthorizationServer } from './create-authorization-server.js'
export type { OpenSession, OpenSessions } from './open-sessions.js'
export type {
  AuthorizationServer,
  AuthorizationServerOptions,
  AuthorizationServerPorts,
  ProtectedResource,
  RequestContext,
} from './types.js'
