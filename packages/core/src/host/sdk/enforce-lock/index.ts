/**
 * Holds servers and clients to a lock while they run. Part of the SDK glue; see its index.
 *
 * @module
 */
export { enforceLock } from './enforce-lock.js'
export { guardClient, type SdkClient } from './guard-client.js'
export { lockTransport } from './lock-transport.js'
export type { DefinitionDrift, EnforceLockOptions, GuardClientOptions, LockSource } from './types.js'
