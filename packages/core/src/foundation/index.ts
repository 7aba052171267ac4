/**
 * Private ground: bytes, syntax and the machine. Not exported from the package.
 *
 * @module
 */
export * from './bytes.js'
export * from './cached.js'
export * from './canonical-json.js'
export * from './cookies.js'
export * from './forms.js'
export * from './headers.js'
export * from './html.js'
export * from './json.js'
export * from './keys-of-index.js'
export * from './loopback.js'
export * from './memo.js'
export * from './options.js'
export * from './runtime.js'
export * from './scope-syntax.js'
export * from './shard.js'
export type * from './types.js'
