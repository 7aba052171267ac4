/**
 * Glue for servers on the MCP SDK, version 1 and 2: protects an existing server, and tells tools who is calling.
 *
 * Stops: calls and lists beyond the caller's rights behind the gate, one person's session, stream, task or subscription
 * in the hands of another, handlers that run without the gate in front of them, data kept under a session id or client
 * name instead of the person, and definitions that change after somebody approved them.
 * Source: MCP SDK `AuthInfo`, `Transport`; ST-23, ST-24, ST-26, ST-27, ST-30, ST-31, ST-33, ST-59, ST-60, ST-63,
 * TL-01, TL-02, TL-05, TL-06, TL-07, TL-08, TL-11, TL-13, TL-20, TL-26, TL-27, TL-28, EL-07 to EL-21, LO-01, LO-05,
 * LO-09, PX-31, F-33, F-34, F-52, F-53, F-60, F-61, F-62, F-63, F-64, F-91. The SDKs are never imported, only their
 * shapes are known.
 * Host: may import everything above it.
 *
 * @module
 */
export { callerOf, type Caller } from './caller.js'
export * from './confirm/index.js'
export * from './enforce-lock/index.js'
export * from './results/index.js'
export { environmentPrincipal, type EnvironmentPrincipalOptions, type StdioPrincipal } from './environment-principal.js'
export { scopeChallenge, type SdkScopeChallenge, type SdkScopeContext } from './scope-challenge.js'
export { createStdioGuard, type StdioGuardOptions, type StdioLimits } from './stdio-guard.js'
export type { SdkGuard, SdkServer, SdkTransport } from './types.js'
export { sessionOptions, type SdkSessionOptions, type SessionHooks } from './session-options.js'
export {
  createTransportRegistry,
  type SessionTransport,
  type TransportRegistry,
  type TransportRegistryOptions,
} from './transport-registry.js'
export { wrapHandler, type SdkFetchOptions, type SdkHandler } from './wrap-handler.js'
export type { WrapOptions } from './wrap-options.js'
export { wrapServer } from './wrap-server.js'
export { wrapTransport } from './wrap-transport.js'
