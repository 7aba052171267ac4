/**
 * Holds servers and clients to a lock while they run. Part of the SDK glue; see its index.
 *
 * @module
 */
export { enforceLock } from './enforce-lock.js'
export type { DefinitionDrift, EnforceLockOptions, LockSource } from './types.js'
