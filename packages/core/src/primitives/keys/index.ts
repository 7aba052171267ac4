/**
 * Keys and where they come from: signing apart from the vault, cookies, sealing and refresh tokens, each with a version.
 *
 * Stops: one key for two jobs, short or made-up secrets, private members in the JWKS, keys derived from a client secret.
 * Source: RFC 7517, RFC 7518 §3, RFC 8037, RFC 8725 §3.5; AS-62, F-06.
 * Primitive: may import errors, foundation, store, audit and policy.
 *
 * @module
 */
export * from './development.js'
export * from './from-env.js'
export * from './from-secret.js'
export * from './from-signer.js'
export * from './generate.js'
export { KEY_PURPOSES, type PrivateSigningJwk } from './jwk.js'
export * from './jwks.js'
export * from './key-file.js'
export { parseKeySet } from './key-set.js'
export * from './key-states.js'
export { watchKeys, type KeyReading } from './key-watch.js'
export * from './live-keys.js'
export { localSigner } from './local-signer.js'
export type * from './types.js'
