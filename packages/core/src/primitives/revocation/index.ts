/**
 * Revocation: a tombstone for each token, grant, user or client that must not be accepted any more, and the question
 * whether a token lies under one.
 *
 * Source: RFC 7009 §2, RFC 9700 §4.14.2; F-09. May import `errors`, `foundation` and `store` only.
 *
 * @module
 */
export { kills } from './kills.js'
export * from './named-by.js'
export * from './revocations.js'
export type * from './types.js'
