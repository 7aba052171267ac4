/**
 * Limits: guessing, flooding and runaway clients run dry.
 *
 * Source: OAuth 2.1 §7, RFC 6749 §10.10, RFC 7591 §5; F-40 to F-44, TL-03, TL-04, TL-28,
 * AS-66, AS-102. A service: asks the store only for `debit`, and tells the auditor about each refusal.
 *
 * @module
 */
export * from './limits.js'
export type { LimitRate, LimitsOptions, OnStoreFailure } from './options.js'
export type * from './types.js'
