/**
 * Everything thrown on purpose: one public error, one private reason.
 *
 * Source: design decision "errors"; RFC 6749 §5.2, RFC 6750 §3.1. Imports nothing.
 *
 * @module
 */
export * from './classifier-error.js'
export * from './config-error.js'
export * from './input-error.js'
export * from './outbound-error.js'
export * from './refusal-errors.js'
export * from './rpc-error.js'
export * from './security-error.js'
export * from './store-error.js'
