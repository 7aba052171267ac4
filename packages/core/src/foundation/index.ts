/**
 * Private ground: bytes, syntax and the machine. Not exported from the package.
 *
 * @module
 */
export * from './bytes.js'
export * from './options.js'
export * from './runtime.js'
export type * from './types.js'
