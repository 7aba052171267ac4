/**
 * The store ports, and the store in memory. A store offers atomic verbs, never a bare get and set, so that once-only
 * rules hold with several processes.
 *
 * Source: design decision "stores"; RFC 9700 §2.1.1 and §4.14 (single use, rotation). Imports `errors` and
 * `foundation` only.
 *
 * @module
 */
export * from './capacity.js'
export * from './gcra.js'
export * from './memory-store.js'
export type * from './ports.js'
export * from './text.js'
